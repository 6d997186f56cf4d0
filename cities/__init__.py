"""People, cities, groups and memberships: who somebody is and where."""
