"""Who may see and do what with an assessment: each answer is yes, or a reason."""

from django.db.models import Q
from django.utils.translation import gettext as _

from cities.models import City, Membership, User
from cities.permissions import (
    YES,
    Decision,
    Person,
    is_focal_point,
    memberships_of,
    role_of,
)
from scorecard.models import (
    Answer,
    Assessment,
    Evidence,
    Message,
    Remark,
    Thread,
    Workshop,
)

Role = Membership.Role
Status = Assessment.Status
OFFICIAL_INSTRUMENT = "preliminary"
ALL_ESSENTIALS = frozenset(range(1, 11))


def visible_essentials(user: Person, assessment: Assessment) -> frozenset[int]:
    """Return the numbers of the Essentials that the person may read in it."""
    if sees_whole(user, assessment):
        return ALL_ESSENTIALS
    return _peer_essentials(user, assessment)


def sees_whole(user: Person, assessment: Assessment) -> bool:
    """Tell whether all of a visible assessment is for the person's eyes."""
    return (
        assessment.published_at is not None
        or is_focal_point(user)
        or role_of(user, assessment.city_id) in Membership.TEAM
    )


def works_on(user: Person, assessment: Assessment) -> bool:
    """Tell whether the person belongs to the city's team or reviews for the nation."""
    return is_focal_point(user) or is_team(user, assessment)


def is_team(user: Person, assessment: Assessment) -> bool:
    return role_of(user, assessment.city_id) in Membership.TEAM


def leads(user: Person, assessment: Assessment) -> bool:
    """Tell whether the person leads the city, and so plans what follows from it."""
    return role_of(user, assessment.city_id) == Role.LEAD


def can_start(user: Person, city: City) -> Decision:
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city's lead starts an assessment."))
    return YES


def can_answer(user: Person, assessment: Assessment) -> Decision:
    """Set agreed scores, comments, scenarios and who does what."""
    if role_of(user, assessment.city_id) != Role.LEAD:
        return Decision(_("Only the city's lead sets the agreed answers."))
    return _still_open(assessment)


def can_propose(
    user: Person, answer: Answer, *, is_theirs: bool | None = None
) -> Decision:
    """Propose a score for an indicator that is the contributor's.

    Who lists many knows `is_theirs` already; else it is looked up.
    """
    if role_of(user, answer.assessment.city_id) != Role.CONTRIBUTOR:
        return Decision(_("Only contributors of the city propose a level."))
    if is_theirs is None:
        is_theirs = _holds(user, answer)
    if not is_theirs:
        return Decision(_("This indicator was not given to you. Ask your lead for it."))
    return _still_open(answer.assessment)


def can_share_out(user: Person, city: City) -> Decision:
    """Say which departments there are, and hand indicators out."""
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city's lead says who answers what."))
    return YES


def can_attach(
    user: Person, answer: Answer, *, is_theirs: bool | None = None
) -> Decision:
    """Add evidence to an answer, or take it off."""
    if can_answer(user, answer.assessment):
        return YES
    if role_of(user, answer.assessment.city_id) == Role.LEAD:
        return can_answer(user, answer.assessment)
    return can_propose(user, answer, is_theirs=is_theirs)


def can_bring_in(user: Person, city: City) -> Decision:
    """Start a round, or fill one, from UNDRR's workbook."""
    if role_of(user, city) != Role.LEAD:
        return Decision(_("Only the city's lead brings in a workbook."))
    return YES


def can_fill_official(user: Person, assessment: Assessment) -> Decision:
    """Get UNDRR's own workbook filled, and keep its blank copy."""
    if role_of(user, assessment.city_id) != Role.LEAD:
        return Decision(_("Only the city's lead fills in the official workbook."))
    if assessment.questionnaire.code != OFFICIAL_INSTRUMENT:
        return Decision(
            _("UNDRR's workbook is filled in for the preliminary level only.")
        )
    return YES


def can_facilitate(user: Person, workshop: Workshop) -> Decision:
    """Walk a workshop through its votes; agreed levels stay the lead's."""
    role = role_of(user, workshop.assessment.city_id)
    named = role == Role.CONTRIBUTOR and workshop.facilitator_id == user.pk
    if role == Role.LEAD or named:
        return YES
    return Decision(_("Only the city's lead or the facilitator runs a workshop."))


def can_see_guests(user: Person, workshop: Workshop) -> Decision:
    """Read who was there: the city's own team, not the nation."""
    if role_of(user, workshop.assessment.city_id) in Membership.TEAM:
        return YES
    return Decision(_("Only the city's own team reads who was at a workshop."))


def can_submit(user: Person, assessment: Assessment) -> Decision:
    """Hand in; what is still missing is the action's business."""
    if role_of(user, assessment.city_id) != Role.LEAD:
        return Decision(_("Only the city's lead submits an assessment."))
    if assessment.status == Status.SUBMITTED:
        return Decision(_("This assessment was already submitted."))
    return _still_open(assessment)


def can_share(user: Person, assessment: Assessment) -> Decision:
    """Let the focal point read the draft, or stop that."""
    if role_of(user, assessment.city_id) != Role.LEAD:
        return Decision(_("Only the city's lead shares a draft."))
    return _still_open(assessment)


def can_review(user: Person, assessment: Assessment) -> Decision:
    if not is_focal_point(user):
        return Decision(_("Only the national focal point reviews an assessment."))
    if assessment.status != Status.SUBMITTED:
        return Decision(_("Only a submitted assessment can be reviewed."))
    return YES


def can_hand_on(user: Person, assessment: Assessment) -> Decision:
    """Say who reviews an assessment: oneself, a colleague or nobody."""
    if not is_focal_point(user):
        return Decision(_("Only the national focal point says who reviews."))
    if assessment.status not in Assessment.IN_REVIEW:
        return Decision(
            _("Only a submitted or returned assessment is given to somebody.")
        )
    return YES


def can_withdraw(user: Person, remark: Remark, assessment: Assessment) -> Decision:
    """Take a remark back: the one who wrote it, or the one who reviews."""
    may = can_review(user, assessment)
    if not may or user.pk in (remark.by_id, assessment.reviewer_id):
        return may
    return Decision(
        _("This remark is a colleague's: only they or the reviewer take it back.")
    )


def can_ask(user: Person) -> Decision:
    """Ask cities about accepted answers, and write notes for all of them."""
    if is_focal_point(user):
        return YES
    return Decision(_("Only the national focal point asks all local governments."))


def can_reply(
    user: Person, assessment: Assessment, *, is_question: bool = False
) -> Decision:
    """Answer a remark while the assessment is with the city; a question at any time."""
    if role_of(user, assessment.city_id) != Role.LEAD:
        return Decision(_("Only the city's lead replies to remarks."))
    if not is_question and assessment.status != Status.RETURNED:
        return Decision(_("Replies are written while the assessment is returned."))
    return YES


def can_talk(user: Person, assessment: Assessment, circle: str) -> Decision:
    """Open a thread in the circle, or write in one that the person may read."""
    if role_of(user, assessment.city_id) in (Role.LEAD, Role.CONTRIBUTOR):
        return YES
    if is_focal_point(user):
        if circle == Thread.Circle.REVIEW:
            return YES
        return Decision(_("This thread is only for the city’s own team."))
    return Decision(
        _(
            "You read this talk. Those who write in it are the lead, the contributors "
            "and the national focal point."
        )
    )


def can_resolve(user: Person, thread: Thread, *, takes_part: bool) -> Decision:
    """Resolve a thread or open it again: whoever takes part in it, and the lead."""
    assessment = thread.answer.assessment
    may = can_talk(user, assessment, thread.circle)
    if not may or takes_part or leads(user, assessment):
        return may
    return Decision(_("Those who take part in a thread resolve it. Write in it first."))


def can_withdraw_message(user: Person, message: Message) -> Decision:
    if message.by_id == user.pk:
        return YES
    return Decision(_("Everybody takes back only what they wrote themselves."))


def talk_circles(user: Person, assessment: Assessment) -> tuple[str, ...]:
    """Return the circles whose threads the person reads at a visible assessment."""
    if is_team(user, assessment):
        return (Thread.Circle.TEAM, Thread.Circle.REVIEW)
    return (Thread.Circle.REVIEW,) if is_focal_point(user) else ()


def talk_readers(assessment: Assessment, circle: str) -> list[Membership]:
    """Return who reads threads of the circle today, the city's team first."""
    readers = Q(city=assessment.city_id, role__in=Membership.TEAM)
    if circle == Thread.Circle.REVIEW and not is_hidden_draft(assessment):
        readers |= Q(role=Role.FOCAL_POINT)
    return list(
        Membership.objects.current()
        .filter(readers, user__is_active=True)
        .select_related("user")
        .by_role()
    )


def is_hidden_draft(assessment: Assessment) -> bool:
    """Tell a draft that its city does not share: for the nation it does not exist."""
    return assessment.status == Status.DRAFT and not assessment.is_shared


def can_publish(user: Person, assessment: Assessment) -> Decision:
    if role_of(user, assessment.city_id) != Role.LEAD:
        return Decision(_("Only the city's lead publishes an assessment."))
    if assessment.status != Status.ACCEPTED:
        return Decision(_("Only an accepted assessment can be published."))
    return YES


def can_see_report(user: Person, assessment: Assessment) -> bool:
    """A report tells all: those who may read only a part get 404."""
    return sees_whole(user, assessment)


def can_spell(user: Person, assessment: Assessment) -> Decision:
    """Decide how the city's words stand on paper, whatever the assessment's state."""
    if leads(user, assessment):
        return YES
    return Decision(_("Only the city's lead decides how words stand on paper."))


def can_prepare(user: Person, assessment: Assessment) -> Decision:
    """Write answers for the next version while this one is frozen."""
    if not leads(user, assessment):
        return Decision(_("Only the city's lead prepares the next version."))
    if assessment.is_open:
        return Decision(
            _("The assessment is with you: write into its answers directly.")
        )
    return YES


def can_keep_questionnaires(user: Person) -> Decision:
    """Import, edit, put in use and retire editions, and map them to one another."""
    if is_focal_point(user):
        return YES
    return Decision(_("Only the national focal point keeps the questionnaires."))


def _still_open(assessment: Assessment) -> Decision:
    if assessment.is_open:
        return YES
    if assessment.status == Status.SUBMITTED:
        return Decision(
            _("The assessment is under review: answers cannot be changed now.")
        )
    return Decision(_("The assessment was accepted: answers cannot be changed."))


def reads_library(user: Person, city: City) -> bool:
    """Tell whether the city's documents are listed for the person: its team only."""
    return role_of(user, city) in Membership.TEAM


def can_add_document(user: Person, city: City) -> Decision:
    if role_of(user, city) in (Role.LEAD, Role.CONTRIBUTOR):
        return YES
    return Decision(_("Only the city's lead and contributors add documents."))


def can_change_document(user: Person, evidence: Evidence) -> Decision:
    """Edit, renew or delete: the lead all, a contributor what they added."""
    role = role_of(user, evidence.city_id)
    if role == Role.LEAD:
        return YES
    if role != Role.CONTRIBUTOR:
        return Decision(_("Only the city's lead and contributors change documents."))
    if evidence.added_by_id != user.pk:
        return Decision(
            _("A colleague added this document: they or the city's lead change it.")
        )
    return YES


def _holds(user: Person, answer: Answer) -> bool:
    return isinstance(user, User) and answer.assignments.held_by(user).exists()


def _peer_essentials(user: Person, assessment: Assessment) -> frozenset[int]:
    for one in memberships_of(user):
        if (
            one.role == Role.PEER_REVIEWER
            and one.city_id == assessment.city_id
            and assessment.is_frozen
        ):
            return ALL_ESSENTIALS & frozenset(one.essentials)
    return frozenset()
