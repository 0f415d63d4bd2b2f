"""What may be wiped, and when: pure rules; the jobs that wipe ask them.

Rule: without consent a talk is kept only as long as it is needed to answer it. A filed case and its
evidence are not touched here.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.model import Attachment


@dataclass(frozen=True, slots=True)
class Retention:
    """How long things are kept. Units: days."""

    talk_without_consent_days: int = 7
    unused_file_days: int = 1

    def talk_cutoff(self, now: datetime) -> datetime:
        """Return the moment before which raw intake and transcript may go where nobody agreed."""
        return now - timedelta(days=self.talk_without_consent_days)

    def file_cutoff(self, now: datetime) -> datetime:
        """Return the moment before which a file that nobody refers to may go."""
        return now - timedelta(days=self.unused_file_days)

    def may_wipe_talk(
        self, at: datetime, now: datetime, *, consented: bool, handoff_open: bool
    ) -> bool:
        """Whether a raw event or a line of a talk, stored at `at`, may go.

        A person agreed: it stays. A hand-off waits for an answer: it stays until that ends.
        """
        return not consented and not handoff_open and at < self.talk_cutoff(now)

    def may_wipe_file(
        self, attachment: Attachment, added_at: datetime, now: datetime, *, in_draft: bool
    ) -> bool:
        """Whether a file may go: no case and no draft refers to it, and it is old enough."""
        unused = attachment.case_id is None and not in_draft
        return unused and added_at < self.file_cutoff(now)
