"""What single subjects bring to the one world of tests/world.py, a module each.

A module has

    DOWNLOADS  the addresses that hand out a file, not a page
    UNHAPPY    requests that go wrong, by person: (request, names, posted)
    add(world) makes rows, and puts what the access table says into world.names, what is
               sent into world.posts (by label or address) and files into world.files
"""
