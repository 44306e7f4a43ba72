"""What is kept. Importing the package knows every table, which Alembic and ``create_all`` rely on."""

from models.agency_token import AgencyToken
from models.assessment import Assessment, Verdict
from models.audit import AuditEntry
from models.base import Base
from models.broadcast import Broadcast, BroadcastState, BroadcastText, MediaKind
from models.citizen import Citizen, Frequency, Language, Unreachable
from models.clarification import Clarification, ClarificationAnswer
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
from models.deadline import ReportDeadline
from models.decision import Decision, DecisionText, Outcome
from models.desk import ContentVersion, DeskRule, Holiday, InternalNote, StaffCard, Template, TemplateText
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
from models.notice import UNFINISHED, Fanout, Message, MessageState, Notice
from models.question import Question, QuestionMessage, QuestionState
from models.report import Report, ReportFile, ReportState, ReportText
from models.report_draft import ReportDraft
from models.seminar import Seminar, SeminarPresence, SeminarRegistration, SeminarState, SeminarText
from models.sent_file import SentFile
from models.source import SourceReading
from models.staff import Role, StaffInvitation, StaffRole
from models.subscription import Mute, Subscription, Topic
from models.support import Support
from models.typed_question import QuestionOutcome, TypedQuestion

__all__ = [
    "UNFINISHED",
    "Agency",
    "AgencyText",
    "AgencyToken",
    "Assessment",
    "AuditEntry",
    "Base",
    "Belonging",
    "Broadcast",
    "BroadcastState",
    "BroadcastText",
    "Campaign",
    "CampaignWait",
    "Citizen",
    "Clarification",
    "ClarificationAnswer",
    "Commitment",
    "CommitmentAgency",
    "CommitmentText",
    "Completion",
    "ContentVersion",
    "Conversation",
    "Counter",
    "Decision",
    "DecisionText",
    "DeskRule",
    "Fact",
    "Fanout",
    "FaqCategory",
    "FaqCategoryText",
    "FaqEntry",
    "FaqPhrasing",
    "FaqText",
    "File",
    "FileKind",
    "Frequency",
    "Holiday",
    "InboxState",
    "InboxUpdate",
    "Initiative",
    "InitiativeAnswer",
    "InitiativeEvent",
    "InitiativeFile",
    "InitiativeState",
    "InitiativeText",
    "InternalNote",
    "Language",
    "MediaKind",
    "Message",
    "MessageState",
    "Mute",
    "Notice",
    "Origin",
    "Outcome",
    "Plan",
    "Question",
    "QuestionMessage",
    "QuestionOutcome",
    "QuestionState",
    "Region",
    "RegionText",
    "Report",
    "ReportDeadline",
    "ReportDraft",
    "ReportFile",
    "ReportState",
    "ReportText",
    "Role",
    "Seminar",
    "SeminarPresence",
    "SeminarRegistration",
    "SeminarState",
    "SeminarText",
    "SentFile",
    "SourceReading",
    "StaffCard",
    "StaffInvitation",
    "StaffRole",
    "Subscription",
    "Support",
    "Template",
    "TemplateText",
    "Theme",
    "ThemeText",
    "Topic",
    "TypedQuestion",
    "Unreachable",
    "Verdict",
]
