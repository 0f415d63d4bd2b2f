"""The repositories of one connection. Opening, committing and rolling back is its owner's."""

import sqlite3

from connectors.database.attachments import SqlAttachments
from connectors.database.bulk_acts import SqlBulkActs
from connectors.database.case_notes import SqlCaseNotes
from connectors.database.cases import SqlCases
from connectors.database.changes import Changes
from connectors.database.colleagues import SqlColleagues
from connectors.database.conversations import SqlConversations
from connectors.database.deliveries import SqlDeliveries
from connectors.database.filters import SqlFilters
from connectors.database.geo import SqlGeo
from connectors.database.handoffs import SqlHandoffs
from connectors.database.identity import SqlIdentity
from connectors.database.intake import SqlIntake
from connectors.database.jobs import SqlJobs
from connectors.database.links import SqlLinks
from connectors.database.news import SqlNews
from connectors.database.offices import SqlOffices
from connectors.database.outages import SqlOutages
from connectors.database.outbox import SqlOutbox
from connectors.database.personal import SqlPersonal
from connectors.database.petitions import SqlPetitions
from connectors.database.retention import SqlRetention
from connectors.database.staff import SqlStaff
from connectors.database.timers import SqlTimers
from core import ports
from core.case_words import Forms, as_told


class SqlUnitOfWork:
    """`core.ports.UnitOfWork` on one connection, used again for every job of it."""

    def __init__(self, connection: sqlite3.Connection, forms: Forms = as_told) -> None:
        """`forms`: the dictionary forms of a word, by which cases are found."""
        changed: Changes = set()
        self.connection = connection
        self.changed = changed
        self.intake: ports.IntakeRepo = SqlIntake(connection)
        self.conversations: ports.ConversationRepo = SqlConversations(connection, changed)
        self.cases: ports.CaseRepo = SqlCases(connection, changed, forms)
        self.case_notes: ports.CaseNoteRepo = SqlCaseNotes(connection)
        self.bulk_acts: ports.BulkActRepo = SqlBulkActs(connection)
        self.geo: ports.GeoRepo = SqlGeo(connection)
        self.handoffs: ports.HandoffRepo = SqlHandoffs(connection, changed)
        self.outbox: ports.OutboxRepo = SqlOutbox(connection, changed)
        self.timers: ports.TimerRepo = SqlTimers(connection)
        self.attachments: ports.AttachmentRepo = SqlAttachments(connection, changed)
        self.staff: ports.StaffRepo = SqlStaff(connection, changed)
        self.colleagues: ports.ColleagueRepo = SqlColleagues(connection, changed)
        self.filters: ports.FilterRepo = SqlFilters(connection)
        self.deliveries: ports.DeliveryRepo = SqlDeliveries(connection, changed)
        self.outages: ports.OutageRepo = SqlOutages(connection)
        self.offices: ports.OfficeRepo = SqlOffices(connection)
        self.petitions: ports.PetitionRepo = SqlPetitions(connection, changed)
        self.news: ports.NewsRepo = SqlNews(connection, changed)
        self.identity: ports.IdentityRepo = SqlIdentity(connection)
        self.jobs: ports.JobRepo = SqlJobs(connection)
        self.retention: ports.RetentionRepo = SqlRetention(connection)
        self.personal: ports.PersonalRepo = SqlPersonal(connection, changed)
        self.links: ports.LinkRepo = SqlLinks(connection, changed)
