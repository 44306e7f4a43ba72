"""Forms: a table of fields, and one engine that walks people through it.

    field → field → … → preview → (consent) → sent
      ↑ back, skip, cancel at each; "change" goes from the preview to a field and back

Every answer is stored with its draft by the form's store; the conversation row holds only the step and the
draft's id. So a form can be left at any instant and continued from what the draft knows.
"""

from handlers.forms.engine import Engine
from handlers.forms.table import Choice, Field, Form, Kind, Press, Store

__all__ = ["Choice", "Engine", "Field", "Form", "Kind", "Press", "Store"]
