"""The repositories of one connection. Opening, committing and rolling back is its owner's."""

import sqlite3

from connectors.database.attachments import SqlAttachments
from connectors.database.cases import SqlCases
from connectors.database.changes import Changes
from connectors.database.conversations import SqlConversations
from connectors.database.deliveries import SqlDeliveries
from connectors.database.handoffs import SqlHandoffs
from connectors.database.identity import SqlIdentity
from connectors.database.intake import SqlIntake
from connectors.database.jobs import SqlJobs
from connectors.database.outages import SqlOutages
from connectors.database.outbox import SqlOutbox
from connectors.database.personal import SqlPersonal
from connectors.database.petitions import SqlPetitions
from connectors.database.retention import SqlRetention
from connectors.database.staff import SqlStaff
from connectors.database.timers import SqlTimers
from core import ports


class SqlUnitOfWork:
    """`core.ports.UnitOfWork` on one connection, used again for every job of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        changed: Changes = set()
        self.connection = connection
        self.changed = changed
        self.intake: ports.IntakeRepo = SqlIntake(connection)
        self.conversations: ports.ConversationRepo = SqlConversations(connection, changed)
        self.cases: ports.CaseRepo = SqlCases(connection, changed)
        self.handoffs: ports.HandoffRepo = SqlHandoffs(connection, changed)
        self.outbox: ports.OutboxRepo = SqlOutbox(connection, changed)
        self.timers: ports.TimerRepo = SqlTimers(connection)
        self.attachments: ports.AttachmentRepo = SqlAttachments(connection, changed)
        self.staff: ports.StaffRepo = SqlStaff(connection, changed)
        self.deliveries: ports.DeliveryRepo = SqlDeliveries(connection, changed)
        self.outages: ports.OutageRepo = SqlOutages(connection)
        self.petitions: ports.PetitionRepo = SqlPetitions(connection, changed)
        self.identity: ports.IdentityRepo = SqlIdentity(connection)
        self.jobs: ports.JobRepo = SqlJobs(connection)
        self.retention: ports.RetentionRepo = SqlRetention(connection)
        self.personal: ports.PersonalRepo = SqlPersonal(connection, changed)
