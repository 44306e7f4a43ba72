"""What is kept. Importing the package knows every table, which Alembic and ``create_all`` rely on."""

from models.audit import AuditEntry
from models.base import Base
from models.citizen import Citizen, Frequency, Language, Unreachable
from models.content import (
    Agency,
    AgencyText,
    Campaign,
    CampaignWait,
    Commitment,
    CommitmentAgency,
    CommitmentText,
    Completion,
    Fact,
    FaqCategory,
    FaqCategoryText,
    FaqEntry,
    FaqPhrasing,
    FaqText,
    Origin,
    Plan,
    Region,
    RegionText,
    Theme,
    ThemeText,
)
from models.conversation import Conversation
from models.file import File, FileKind
from models.inbox import InboxState, InboxUpdate
from models.initiative import (
    Initiative,
    InitiativeAnswer,
    InitiativeEvent,
    InitiativeFile,
    InitiativeState,
    InitiativeText,
)
from models.ledger import Belonging, Counter
from models.notice import Message, MessageState, Notice
from models.question import Question, QuestionState
from models.report import Report, ReportState, ReportText
from models.seminar import Seminar, SeminarPresence, SeminarRegistration, SeminarState, SeminarText
from models.staff import Role, StaffRole
from models.subscription import Subscription, Topic

__all__ = [
    "Agency",
    "AgencyText",
    "AuditEntry",
    "Base",
    "Belonging",
    "Campaign",
    "CampaignWait",
    "Citizen",
    "Commitment",
    "CommitmentAgency",
    "CommitmentText",
    "Completion",
    "Conversation",
    "Counter",
    "Fact",
    "FaqCategory",
    "FaqCategoryText",
    "FaqEntry",
    "FaqPhrasing",
    "FaqText",
    "File",
    "FileKind",
    "Frequency",
    "InboxState",
    "InboxUpdate",
    "Initiative",
    "InitiativeAnswer",
    "InitiativeEvent",
    "InitiativeFile",
    "InitiativeState",
    "InitiativeText",
    "Language",
    "Message",
    "MessageState",
    "Notice",
    "Origin",
    "Plan",
    "Question",
    "QuestionState",
    "Region",
    "RegionText",
    "Report",
    "ReportState",
    "ReportText",
    "Role",
    "Seminar",
    "SeminarPresence",
    "SeminarRegistration",
    "SeminarState",
    "SeminarText",
    "StaffRole",
    "Subscription",
    "Theme",
    "ThemeText",
    "Topic",
    "Unreachable",
]
