### What the city holds of a resident: shown, handed over, forgotten.

menu-my_things = My data
menu-my_copy = Get a copy
menu-forget_me = Delete my data
flow-my_things = my data
flow-my_copy = a copy of my data
flow-forget_me = delete my data

my_things = { $consented_at ->
    [none] We hold no personal data of yours: you have not agreed to it.
   *[other] This is what we hold, as you agreed on { $consented_at }.
}{ $name ->
    [none] {""}
   *[other] {"\u000A"}Name: { $name }
}{ $phone ->
    [none] {""}
   *[other] {"\u000A"}Phone: { $phone }
}{ $email ->
    [none] {""}
   *[other] {"\u000A"}E-mail: { $email }
}{ $address ->
    [none] {""}
   *[other] {"\u000A"}Address: { $address }
}{ $case_count ->
    [0] {""}
    [one] {"\u000A"}{ $case_count } case{ $open_count ->
        [0] {""}
       *[other] , still open
    }.
   *[other] {"\u000A"}{ $case_count } cases, open: { $open_count }.
}{ $draft_count ->
    [0] {""}
    [one] {"\u000A"}{ $draft_count } draft.
   *[other] {"\u000A"}{ $draft_count } drafts.
}{ $signature_count ->
    [0] {""}
    [one] {"\u000A"}{ $signature_count } signature under a petition: ask for “my petitions”.
   *[other] {"\u000A"}{ $signature_count } signatures under petitions: ask for “my petitions”.
}{ $subscription_count ->
    [0] {""}
    [one] {"\u000A"}{ $subscription_count } news subscription: ask for “my subscriptions”.
   *[other] {"\u000A"}{ $subscription_count } news subscriptions: ask for “my subscriptions”.
}{ $petition_count ->
    [0] {""}
   *[other] {"\u000A"}Petitions of yours: { $petition_count }.
}{ $file_count ->
    [0] {""}
    [one] {"\u000A"}{ $file_count } file.
   *[other] {"\u000A"}{ $file_count } files.
}
    { $chat_count ->
        [one] And this talk.
       *[other] And the talks in your { $chat_count } chats.
    }{ $consented_at ->
        [none] { " " }Without consent we wipe it in a few days.
       *[other] {""}
    } Who sees it: { $privacy_url }

my_copy =
    This is all we hold of you: talks, cases, files.
    To read: { $copy_url }.txt
    For programs (JSON): { $copy_url }.json
    The link works for a day. Keep it to yourself: whoever has it sees everything.

forget_me-ask-fate =
    { $open_count ->
        [one] A case of yours is still open:
       *[other] Cases of yours are still open:
    }
    { $open_cases }
    Take { $open_count ->
        [one] it
       *[other] them
    } back and delete everything now, or wait for the answer first?
    .again = A case is still open. Take it back and delete everything, wait for the answer, or leave all as it is?
slot-fate = Open cases
fate-withdraw = Take back and delete
fate-wait = Wait for the answer
fate-keep = Delete nothing

forget_me-ask-forget_sure = We delete for good: name, phone, e-mail, address, talks, files, drafts{ $chat_count ->
    [one] {""}
   *[other] {" "}in all your chats
}. { $kept_count ->
    [0] Of your cases only the number and the outcome stay, without you.
   *[other] The law keeps the text of appeals and answers for { $kept_years } years: without your name, number and address.
}{ $signature_count ->
    [0] {""}
   *[other] {" "}Signatures under petitions stay counted, without you.
}{ $petition_count ->
    [0] {""}
   *[other] {" "}An unpublished petition is taken back, a published one stays without your name.
} This cannot be undone. Delete?
    .again = Say “yes” and we delete all we may; say “no” and nothing changes.
    .help = After this we will not know that this chat was yours and cannot tell of old cases. You can write again at any time.
slot-forget_sure = Deleting
forget_sure-forget = Yes, delete
forget_sure-keep = No, keep

forget_me-kept = All right, nothing is deleted.
forget_me-done = Done: we hold no data of yours any more. A body that has your case already has its own copy; ask it about that. Goodbye!
forget_me-waits = All right. As soon as your cases are closed we delete everything and tell you. If you change your mind, say “delete my data” again.

## The copy, for reading

copy-made_at = Made
copy-persons = Who you are
copy-name = Name
copy-phone = Phone
copy-email = E-mail
copy-address = Address
copy-consented_at = Consent of
copy-chats = Talks
copy-since = Since
copy-language = Language
copy-drafts = Drafts
copy-flow = About
copy-told = Told
copy-talk = What was written
copy-at = When
copy-who = Who
copy-text = Text
copy-consents = Consents
copy-version = Text of the consent
copy-withdrawn = Withdrawn
copy-handoffs = Operator called
copy-reason = Reason
copy-waiting_since = Waited since
copy-status = State
copy-ended_at = Ended
copy-handed_to = Handed to
copy-number = Number
copy-body = Body
copy-by = How
copy-delivered_at = Handed over
copy-petitions = Petitions
copy-title = Title
copy-filed_at = Filed
copy-signatures = Signatures
copy-files = Files
copy-kind = Kind
copy-mime = Format
copy-size = Bytes
copy-created_at = Sent
copy-case = Case
copy-cases = Cases
copy-description = Substance
copy-answer = Answer
copy-registered_at = Registered
copy-due_at = Due
copy-answered_at = Answered
copy-closed_at = Closed
copy-rating = Rating
copy-quality = Quality
copy-speed = Speed
copy-rating_reason = Why so rated
copy-history = What happened
copy-event = Event
copy-attachments = Files of the case
copy-applicant = Applicant
copy-street = Street
copy-house = House
copy-apartment = Flat
copy-entrance = Entrance
copy-floor = Floor
copy-district = District
copy-facts = Details
copy-service_code = About
copy-outcome = Outcome
copy-addressee = To
copy-who-resident = you
copy-who-bot = the bot
copy-who-staff = an operator
copy-yes = yes
copy-no = no
copy-link-gone = The link no longer works or is incomplete. Ask again: “a copy of my data”.

## The page of one's own things, opened from a messenger

my-page-title = My matters
my-page-cases = Requests
my-page-no-cases = You have filed nothing yet. Write in the chat what happened, and we will help you file it.
my-page-person = What we know of you
my-page-no-person = We hold no personal data of yours.
my-page-copy = A copy of everything
my-page-copy-note = Talks, requests, signatures and files. The links work for a day; whoever has them sees it all.
my-page-read = Read
my-page-json = File for programs (JSON)
my-page-change = To change or delete something, write “my data” in the chat.
my-page-lost = We cannot see who you are: the page is out of date. Close it and open it again by the button in the chat.
