### What staff are told outside the inbox: notices in a chat of their own, and the letter that invites them.

flow-staff_chat = notices for a staff member

staff-chat-linked = Done. Notices of the inbox will come here. You can switch them off there, in your account.
staff-chat-dead = This link no longer works. Open your account in the inbox and press “Connect a chat” again.

staff-notice-call = A resident is waiting for a person. Open: { $inbox_url }
staff-notice-call-next = A resident is still waiting: nobody took the conversation. Open: { $inbox_url }
staff-notice-call-supervisor = The promised time is over and nobody took the conversation. Open: { $inbox_url }
staff-notice-mention = You were mentioned in a note. Open: { $inbox_url }
staff-notice-given = A colleague gives you a conversation. Open: { $inbox_url }

staff-invite-subject = Your access to the inbox
staff-invite-text =
    You were given access to the inbox where residents are answered.
    Choose a password by this link. It works once, for { $hours } h:
    { $link }

    If you did not expect this, do nothing: it lets nobody in without you. Do not pass it on.

## A case that staff wrote down by the resident’s words

case-written-down = Written down by your words: **{ $case_number }**. { $body } is responsible, { $due_basis ->
    [law] by law until { $due_at }
   *[other] usually by { $due_at }
}. We will write here as soon as something changes.
