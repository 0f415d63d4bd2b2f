### The staff inbox in English.

## The frame of every page

title = { $page } · misto
title-counts = { $waiting ->
    [0] { $late ->
        [0] { $page } · misto
       *[other] ({ $late }!) { $page } · misto
    }
   *[other] { $late ->
        [0] ({ $waiting }) { $page } · misto
       *[other] ({ $waiting } · { $late }!) { $page } · misto
    }
}
skip = To the content
nav = Sections
nav-queue = Queue
nav-undelivered = Not delivered
nav-people = Staff
back-to-queue = To the queue
sign-out = Sign out
language-other = Українська
presence-here = Here
presence-away = Away
presence-here-now = You are here: residents may be promised your answer
presence-away-now = You are away: residents are not promised you
presence-set-away = Go away
presence-set-here = Come back
live-on = Updated live
live-off = Connection lost, restoring it…
dismiss = Close
show-data = Show the data
data-hint = The look is put on record.

## Keys

keys = Keys
keys-open = Keys and help
keys-next = Next row of the list
keys-previous = Previous row of the list
keys-open-row = Open the row
keys-search = Search
keys-reply = The answer field
keys-send = Send what is written
keys-take = Take it
keys-back = To the queue
keys-help = This help
keys-off = Switch the keys off
keys-on = Switch the keys on
keys-foot = Keys do nothing while the cursor is in a field. Every action has a button on its page too.

## Signing in

sign-in = Staff sign-in
sign-in-lead = Here residents are answered.
sign-in-email = E-mail address
sign-in-password = Password
sign-in-go = Sign in
sign-in-help = No password, or forgotten? Ask an administrator for a one-time link.
sign-in-wrong = The address or the password is wrong. Check them and try again.
sign-in-too-often = Too many failed attempts. Wait 15 minutes or ask an administrator for a new link.

welcome = Welcome!
welcome-lead = All that is left is your name and a password. The link works once.
welcome-name = Name and surname
welcome-name-hint = So your colleagues will see you.
welcome-email = E-mail address
welcome-email-hint = You will sign in with it.
welcome-password = Password
welcome-password-hint = At least 12 characters. A few random words are the easiest to remember.
welcome-again = The password again
welcome-go = Save and sign in
welcome-problems = Left to put right:
welcome-name-empty = Write what you are called.
welcome-email-bad = Write an e-mail address such as name@example.com.
welcome-email-taken = A colleague has this address already. Write your own.
welcome-password-short = The password is too short: at least 12 characters are needed.
welcome-password-long = The password is too long: 256 characters at most.
welcome-password-other = The passwords differ. Type the same one twice.
welcome-password-known = The password is your address or your name. Think of another.

link-dead = The link no longer works
link-dead-lead = It was used already, or its time is over. Ask an administrator for a new one; if you have a password, sign in.
link-dead-go = To the sign-in

## The queue

queue = Queue
handoffs = Conversations
handoffs-none = Nobody is waiting. A new conversation will appear here by itself.
handoffs-waiting = { $count ->
    [one] { $count } is waiting
   *[other] { $count } are waiting
}
handoff-title = Conversation { $id }
handoff-waits = waiting { $span }
handoff-promised = promised by { $when }
handoff-promise-late = was promised by { $when }
handoff-taken = with { $name }
handoff-mine = with you
handoff-for = for { $span }
cases = Cases
cases-none = Nothing here.
cases-none-late = None is overdue.
cases-none-soon = No term ends within the next two days.
cases-none-mine = You have none. Open a case and press “Take it”.
cases-none-found = Nothing was found for “{ $search }”. Try fewer words, a number or a street.
nothing-for-role = There are no conversations or cases here for your role.
tabs = Which cases to show
tab-mine = Mine
tab-bodies = My body’s
tab-triage = To be routed
tab-soon = Due soon
tab-late = Overdue
tab-open = All open
tab-all = All
tab-unassigned = Unassigned
tab-reopened = Reopened
tab-low = Low ratings
filters = Your lists
filter-name = Name of the list
filter-keep = Keep this list
filter-drop = Remove the list “{ $name }”
done-filter = The list is kept: it stands above, beside the others.
done-filter-full = The list was not kept: there are ten already. Remove one.
done-filter-dropped = The list was removed.
narrow = Narrow down
narrow-body = Body
narrow-any-body = Any
narrow-topic = Topic
narrow-any-topic = Any
narrow-show = From which list
search-narrowed = The list is narrowed down
cases-none-unassigned = Every case has somebody.
cases-none-reopened = None was reopened.
cases-none-low = There are no low ratings.
search = Search cases
search-hint = Number, words, street…
search-go = Search
search-found = Found for “{ $search }”
search-clear = Clear the search
page-newer = Previous
page-older = Next
pages = Pages of the list
unverified = address not verified
warned = term ending
mine = yours

## A conversation

talk = Conversation
talk-lines = Messages
talk-empty = Nothing has been said here yet.
talk-by-bot = The bot leads the conversation.
talk-waiting = Waiting for a person { $span }
talk-you = You lead the conversation
talk-other = { $name } leads the conversation
talk-taken-now = The conversation was taken while you looked at it: { $name } leads it now. What you wrote was not sent.
talk-pressed = button
fate-waiting = not sent yet
fate-delivered = delivered
fate-seen = read
fate-dead = did not arrive
talk-answer = Answer to the resident
talk-answer-hint = Ctrl+Enter sends
talk-send = Send
talk-send-take = Take and send
talk-unsent = Your text, not sent
talk-over = { $name } leads the conversation. The resident will see your message too.
talk-take = Take it
talk-take-over = Take it over
talk-return = Return to the bot
talk-return-hint = The bot will go on where it stopped.
talk-cases = The resident’s cases
talk-cases-none = There are no cases that you may see.
talk-person = Resident
person-unknown = The resident gave no name.
ended-answered = Ended { $when }: the conversation was answered.
ended-returned = Ended { $when }: it went back to the bot.

by-resident = Resident
by-bot = Bot
by-staff = Staff
by-system = misto
by-colleague = A colleague

during-none = Asks for a person
during-dispatcher-request = While reporting a fault
during-appeal-submit = While writing an appeal
during-case-status = Asks how a case is going
during-set-address = While giving an address
during-not-yet = Asks for a service the bot does not know yet

channel-telegram = Telegram
channel-viber = Viber
channel-webchat = Web chat
channel-mail = E-mail
channel-terminal = Terminal
channel-other = Another channel

## A case

case-substance = Substance
case-facts = Details
case-place = Where
case-point = A point on the map
case-typed = As written: “{ $typed }”
case-unverified = This street is not in the register: check with the resident.
case-applicant = Applicant
case-anonymous = Filed anonymously.
case-body = Responsible
case-executor = In the hands of
case-executor-none = nobody yet
case-registered = Filed
case-delivery = Handed to the body
case-addressee = Addressed to
case-conversation = Open the conversation
case-files = Files
case-history = History
case-answer = Answer
case-rating = The resident’s rating
case-due = Term
case-reopened = { $count ->
    [one] Reopened { $count } time
   *[other] Reopened { $count } times
}
case-acts = Actions
case-acts-none = There is nothing you can do with this case now.
case-changed = The case has just been changed. The actions on this page may be out of date.
case-reload = Reload the page

due-fine = { $span } left
due-soon = { $span } left
due-late = overdue by { $span }
due-over = was due { $day }
due-kept = answered in time
due-missed = answered { $span } late
due-at = by { $when }
due-first = First term: { $when }
basis-law = by law
basis-norm = the body’s norm
rule-law = The term is set by law.
rule-norm = The law sets no term; this is the body’s own norm.
rule-appeal-normal = Law “On Citizens’ Appeals”, art. 20: one month.
rule-appeal-simple = Law “On Citizens’ Appeals”, art. 20: 15 days, no study is needed.
rule-appeal-extended = Law “On Citizens’ Appeals”, art. 20: extended, 45 days in all at most.
rule-official_complaint-normal = Law “On Citizens’ Appeals”, art. 20: one month.
rule-official_complaint-simple = Law “On Citizens’ Appeals”, art. 20: 15 days, no study is needed.
rule-official_complaint-extended = Law “On Citizens’ Appeals”, art. 20: extended, 45 days in all at most.
rule-info_request-normal = Law “On Access to Public Information”, art. 20: five working days.
rule-info_request-urgent = Law “On Access to Public Information”, art. 20: 48 hours.
rule-info_request-extended = Law “On Access to Public Information”, art. 20: extended, 20 working days in all at most.
rule-utility_complaint-normal = Law “On Housing and Communal Services”, art. 27: five working days.

place-entrance = entrance { $value }
place-floor = floor { $value }
place-point = a point on the map
district = { $name } district

status-needs_info = waits for the resident
status-forwarded = forwarded

fact-since = Since
fact-scope = Where exactly
fact-entrance = Entrance
fact-floor = Floor
fact-provider = Provider
fact-period = For what time
fact-wanted = What is asked
fact-official = About whom
fact-name = Name
fact-phone = Phone
fact-email = E-mail
fact-apartment = Flat
fact-account = Personal account
fact-child-name = Child
fact-child-birth-date = The child’s date of birth
fact-from-institution = Present institution
fact-institution = Wished institutions
fact-wished-district = Wished district
fact-transfer = Transfer
fact-transfer-reason = Reason of the transfer
fact-school-class = Class
fact-benefit = Benefit or priority
fact-wishes = Wishes
fact-doctor-specialty = Doctor
fact-doctor = Without a referral, first
fact-referral = Referral
fact-date = Wished day
fact-time = Wished time
fact-moves = Instead of the visit
fact-cancels = Cancel the visit
fact-health-consent = Consent to health data
fact-other = Other
value-scope-inside = only at the resident’s
value-scope-outside = in the whole house
value-institution-by_territory = by place of residence
value-transfer-transfer = yes
value-referral-have = there is one
value-referral-none = none
value-time-morning = in the morning
value-time-afternoon = in the afternoon
value-time-evening = in the evening
value-time-night = at night
value-benefit-military = a serviceman’s family
value-benefit-idp = displaced persons
value-benefit-large_family = a large family
value-benefit-sibling = a brother or sister learns there
value-benefit-staff = the parents work in the institution
value-benefit-orphan = under guardianship
value-benefit-single_parent = raised by one parent
value-wished_district-holosiivskyi = Holosiivskyi
value-wished_district-darnytskyi = Darnytskyi
value-wished_district-desnianskyi = Desnianskyi
value-wished_district-dniprovskyi = Dniprovskyi
value-wished_district-obolonskyi = Obolonskyi
value-wished_district-pecherskyi = Pecherskyi
value-wished_district-podilskyi = Podilskyi
value-wished_district-sviatoshynskyi = Sviatoshynskyi
value-wished_district-solomianskyi = Solomianskyi
value-wished_district-shevchenkivskyi = Shevchenkivskyi

delivery-none = not yet
delivery-new = on its way, by mail
delivery-delivered = { $by ->
    [mail] by mail, { $when }
   *[other] here, in the queue, { $when }
}
delivery-dead = failed: telephone the body

event-registered = Filed
event-forwarded = Forwarded
event-asked = The resident was asked
event-info-given = The resident answered
event-added = The resident added something
event-taken-out = What was added was about something else
event-rejected = Refused
event-taken = Taken
event-started = Work begun
event-warned = Reminded of the term
event-extended = Term extended
event-shortened = Term shortened
event-answered = Answered
event-rated = Rated by the resident
event-closed = Closed
event-reopened = Reopened
event-withdrawn = Withdrawn by the resident
event-overdue = The term has passed, the resident was told
event-reminded = The resident was reminded to rate
event-act-offered = The resident was offered an act with neighbours
event-passed-on = The body was told
event-other = A reminder or an act of the service
rating-note = quality { $quality }, speed { $speed }
due-note = due { $when }

act-take = Take it
act-take-over = Take it over
act-start = Begin the work
act-start-hint = The resident will learn that the request is in work.
act-ask = Ask the resident
act-ask-text = What is missing
act-ask-hint = Meanwhile the term goes on.
act-ask-go = Send the question
act-forward = Forward to another body
act-forward-to = To
act-forward-choose = Choose a body
act-forward-hint = The term begins anew, and the resident learns of the new body.
act-forward-go = Forward
act-answer = Answer
act-answer-outcome = How it ended
act-answer-choose = Choose the outcome
act-answer-text = Answer to the resident
act-answer-files = Proofs: photos, an act
act-answer-files-hint = Up to five files of 20 MB each.
act-answer-go = Send the answer
act-reject = Refuse
act-reject-reason = Ground
act-reject-choose = Choose the ground
act-reject-text = Explanation for the resident
act-reject-hint = Only on the grounds the law gives; the resident learns how to appeal.
act-reject-go = Refuse
act-extend = Extend the term
act-extend-text = Why, in words for the resident
act-extend-hint = To the longest term the law allows.
act-extend-go = Extend
act-reopen = Reopen
act-reopen-text = Why you reopen it
act-reopen-hint = The number stays, the term begins anew.
act-reopen-go = Reopen the case

done-take = Done: it is with you now.
done-say = Sent to the resident.
done-return = The conversation went back to the bot.
undelivered = Not delivered or not confirmed
undelivered-lead = The body did not get the case, or did not begin in time. Open the case to forward it to another body, or send the letter again.
undelivered-more = Only the oldest are here. The rest will show as soon as these are fewer.
undelivered-none = Everything arrived and was confirmed in time.
undelivered-since = since { $when }
undelivered-dead = The letter did not arrive
undelivered-new = The letter is still not sent
undelivered-delivered = The body did not confirm
undelivered-again = Send again
done-again = Done: the letter will be sent again.
done-start = Done: the case is in work, and the resident was told.
done-ask = The question was sent to the resident.
done-forward = The case was forwarded, and the resident was told.
done-answer = The answer was sent to the resident.
done-reject = The refusal with its explanation was sent to the resident.
done-extend = The term was extended, and the resident was told.
done-reopen = The case was reopened, and the resident was told.
done-disable = The account is off and its sessions are ended.
done-enable = The account is on again.

## Files

file-photo = Photo
file-document = Document
file-voice = Voice message
file-video = Video
file-sticker = Sticker
file-waiting = loading
file-refused = not accepted
file-open = Open { $name } in full size
file-save = Save { $name }
file-alt = { $name }, sent picture { $number }
size-kib = { $size } KB
size-mib = { $size } MB

## Staff

people = Staff
people-invite = Invite
people-invite-lead = You hand the sign-in link over yourself: it is shown once.
people-email = E-mail address
people-role = Role
people-bodies = Bodies
people-bodies-hint = An executor needs one; a supervisor without bodies sees the whole city.
people-duty = Duty hours
people-duty-hint = For example: mon-fri 09:00-18:00; sat 10:00-14:00. Empty: the city’s own hours.
people-invite-go = Invite
people-link = Link for { $email }
people-link-lead = { $hours ->
    [one] Hand it over in person. It works once, for { $hours } hour; it is not shown again.
   *[other] Hand it over in person. It works once, for { $hours } hours; it is not shown again.
}
people-list = Accounts
people-you = this is you
people-disable = Switch off
people-disable-who = Switch off: { $name }
people-enable = Switch on
people-enable-who = Switch on: { $name }
people-new-link = New link
people-new-link-who = New link: { $name }
person-state-here = here
person-state-away = away
person-state-invited = invited
person-state-off = off

role-operator = Operator
role-executor = Executor
role-moderator = Moderator
role-editor = Editor
role-supervisor = Supervisor
role-admin = Administrator

## Notices and one's own account

notices = Notices
notices-new = new
notices-none = Nothing yet. Here you see when you are called to a conversation, mentioned in a note or given a conversation.
notices-all-seen = Mark all as seen
notices-where = Notices in the browser and in a messenger are switched on here:
notice-new = new
notice-call = A resident is waiting for a person: it is your turn
notice-call-next = A resident is still waiting: nobody took the conversation
notice-call-supervisor = The promised time is over and nobody took the conversation
notice-mention = { $by } mentions you in a note
notice-given = { $by } gives you a conversation
account = My account
account-sessions = Sessions
account-sessions-lead = Where you are signed in now. End those you do not know, and change your password.
account-browser = Unknown browser
account-this = this session
account-since = signed in { $when }
account-used = last request about { $when }
account-end = End
account-end-which = End the session: { $browser }
account-notify-lead = When you are called to a conversation, mentioned or given one, a notice appears here. You can get it while the page is in the background too.
notify-on = Browser notifications are on.
notify-off = Browser notifications are off.
notify-denied = The browser forbids notifications for this site: allow them in its settings.
notify-switch-on = Switch on
notify-switch-off = Switch off
account-chat = A chat for notices
account-chat-lead = A messenger chat of your own: it only says that you are called, without residents’ data.
account-chat-connect = Connect a chat
account-chat-open = Open the chat and start it by this link. It works once, for an hour.
account-chat-none = No messenger is connected to the city now.
account-chat-on = Notices come to your chat too.
account-chat-leave = Disconnect the chat
account-password = Password
account-password-old = Present password
account-password-new = New password
account-password-go = Change the password
welcome-password-wrong = The present password is wrong.
done-session = The session is ended.
done-password = The password is changed, and all other sessions are ended.
done-chat-leave = The chat is disconnected.
done-staff-change = Saved.
done-sign-out = All sessions are ended.
save = Save
people-mailed = { $hours ->
    [one] A letter with the link was sent. It works once, for { $hours } hour; here it is in case the letter gets lost.
   *[other] A letter with the link was sent. It works once, for { $hours } hours; here it is in case the letter gets lost.
}
people-not-mailed = No letter was sent: the mail server did not take it.
person-rights = Role and hours
person-sessions = { $count ->
    [0] Not signed in anywhere now.
    [one] { $count } open session
   *[other] { $count } open sessions
}
person-sign-out = End all
person-trail = Looks and acts
person-trail-none = Nothing yet.
refusal-own-role = You cannot change your own role. Ask another administrator.
audit-view = Looked at
audit-reveal = Personal data shown
audit-sign-in = Signed in
audit-sign-out = Signed out
audit-session-end = Session ended
audit-password-set = Password set
audit-staff-add = Colleague invited
audit-staff-link = Sign-in link made
audit-staff-change = Role or hours changed
audit-staff-disable = Account switched off
audit-staff-enable = Account switched on
audit-staff-sign-out = A colleague’s sessions ended
audit-handoff-take = Conversation taken
audit-handoff-say = Answer in a conversation
audit-handoff-return = Conversation returned to the bot
audit-handoff-give = Conversation given to a colleague
audit-note = Note
audit-case-take = Case taken
audit-case-start = Work on a case begun
audit-case-ask = Resident asked
audit-case-forward = Case forwarded
audit-case-answer = Answer given
audit-case-reject = Case refused
audit-case-extend = Term extended
audit-case-reopen = Case reopened
audit-here = Here
audit-away = Away
audit-chat-link = Chat connected
audit-chat-leave = Chat disconnected
audit-other = Act

## A case for a caller, notes, ready replies, advice

call = Case by phone
call-for-talk = A case by the resident’s words
call-lead = Paste or dictate what the person says: the form fills itself in. The checks are those of the chat.
call-lead-talk = The form is filled from the resident’s words. Check it and file: the case will be theirs, and they are told of it in the chat.
call-description = What happened
call-description-hint = All at once will do: what, where, name, phone.
call-read = Fill in the form
call-no-words = Write what happened.
call-flow = Kind
call-flow-dispatcher_request = A fault
call-flow-appeal_submit = An appeal
call-flow-utility_complaint = A complaint about a utility
call-service = About
call-service-read = by the words
call-address = Street and house
call-go = Next
call-go-hint = Nothing is filed until you confirm.
call-asked = Ask
call-confirm = Read it to the caller
call-words = The answer in words
call-answer = Answer
call-change = Something is wrong? Change it here and press “Next” again.
call-filed = Filed
call-filed-say = Read the number out. Responsible: { $body }, due: { $due }.
call-next = Next call
call-open = Open the case
replies = Ready replies
replies-lead = They are put into a conversation by the key “/”.
replies-list = All
replies-none = None yet.
replies-new = New
replies-change = Change
replies-remove = Remove
replies-remove-which = Remove: { $title }
replies-shortcut = Shortcut
replies-shortcut-hint = One word in small letters: “lift”, “power-schedule”.
replies-title = Title
replies-text = Text
replies-text-hint = {"{resident}"} is the name in the vocative, {"{case}"} the number of the last case, {"{staff}"} your name. What is not known is left out.
done-reply-save = The reply is kept.
done-reply-remove = The reply is removed.
talk-replies = Ready replies
talk-replies-filter = Shortcut or title
talk-files = Files
talk-give = Give to a colleague
talk-give-to = To
talk-give-go = Give
talk-note = Note for colleagues
talk-note-text = Note
talk-note-hint = The resident does not see it. @Name notifies a colleague.
talk-note-go = Write it down
talk-note-mark = note
here-typing = { $count ->
    [one] { $names } is writing an answer
   *[other] { $names } are writing an answer
}
here-looking = { $count ->
    [one] { $names } is looking too
   *[other] { $names } are looking too
}
done-note = The note is written down.
done-give = The conversation is given to a colleague.
person-state-off-duty = off duty
advice = Advice
advice-show = Show the advice
advice-none = There is nothing to advise.
advice-intent = What is wanted
advice-service = About
advice-body = Would be responsible
advice-alike = Filed about the same already
advice-reply = The bot would answer
advice-sure = sure by { $percent } %
advice-take = Insert
advice-case = Make a case
advice-hint = This is the program’s advice. It sends nothing by itself.
intent-dispatcher-request = To report a fault
intent-appeal-submit = To file an appeal
intent-utility-complaint = To complain about a utility
intent-official-complaint = To complain about an official
intent-case-status = To learn how a case is going
intent-petition-create = To create a petition
intent-petition-sign = To sign a petition
intent-petition-search = To find a petition
intent-enrol-kindergarten = To enrol a child in a kindergarten
intent-enrol-school = To enrol a child in a school
intent-doctor-appointment = To see a doctor
intent-tariff-consult = To learn a tariff
intent-set-address = To change the own address
intent-handoff = To talk to a person
intent-emergency = Danger to life or health
keys-palette = Find an action or a page
keys-call = Case by phone
keys-give = Give the conversation to a colleague
keys-return = Return the conversation to the bot
keys-note = Note for colleagues
keys-advised = Insert the advised reply
keys-case = Make a case of the conversation
palette = Actions and pages
palette-what = What to do or find?
palette-search = Search cases: “{"{words}"}”
palette-hint = ↑ ↓ choose, Enter does it, Esc closes
audit-written-down = Case written down by a resident’s words
audit-reply-save = Ready reply kept
audit-reply-remove = Ready reply removed
event-written-down = Written down by staff by the resident’s words
channel-phone = Phone call
refusal-said-meanwhile = A colleague answered while you wrote. Look at the conversation and send again if it is still needed.
refusal-taken-by-them = This colleague has the conversation already.
refusal-cannot-take = This colleague leads no conversations. Choose another.
refusal-unknown-member = There is no such colleague. Choose one of the list.
refusal-no-note = The note is empty.
refusal-bad-shortcut = A shortcut is one word: small letters, figures, hyphens.
refusal-known-shortcut = This shortcut is taken. Choose another.
refusal-bad-value = A text may name only {"{resident}"}, {"{case}"} and {"{staff}"}.

city = City
city-lead = Bodies and norms are read from the city’s data. Persons in office are entered here, with a date.
city-holders = Persons in office
city-holders-none = Nobody is entered yet: whom a complaint is about must be found by a person.
city-since = since { $since }
city-until = until { $until }
city-last-day = Last day: { $name }
city-end = End
city-end-who = End: { $name }
city-bodies = Bodies
city-bodies-lead = To change a body, its address or a route, change the city’s data files and restart misto.
city-body = Body
city-delivery = How it is reached
city-superior = Above it
city-norms = In how many hours they are heard of
city-hours = Hours
city-enter = Enter a person
city-post = Post
city-name = Surname, name, patronymic
city-name-hint = The surname first: “Коваль Олена Іванівна”.
city-first-day = First day in the post
city-until-day = Last day, if known
done-office-enter = The person is entered.
done-office-end = The last day is noted.
refusal-bad-topic = Choose the topic of the news from the list.
refusal-bad-place = Name the place of the news, or the whole city.
refusal-bad-day = This is no date. Write it as 2026-11-24.
refusal-bad-name = A post and a name are needed, each of 120 characters at most.
refusal-bad-term = The days do not agree: the post is held then, or the last day comes before the first.
audit-office-enter = Person in office entered
audit-office-end = Office ended

## Why not

refusal-no-right = You have no right to do this. Ask a supervisor or an administrator.
refusal-disabled = Your account is off. Ask an administrator.
refusal-not-yours = This case is somebody else’s. Check the number.
refusal-wrong-state = The case is in another state already, so this cannot be done now. Its present state is below.
refusal-same-body = The case is with this body already. Choose another.
refusal-forward-late = The time to forward it is over: your body answers.
refusal-bad-reason = Choose a ground of the list: the law gives no others.
refusal-reject-late = The time to refuse is over: answer the matter.
refusal-no-text = Write the text: the resident will read it.
refusal-no-proof = Add a photo that shows the repair.
refusal-no-outcome = Choose how it ended.
refusal-taken-by-you = It is with you already.
refusal-taken = A colleague has it. A supervisor can hand it to you.
refusal-taken-meanwhile = A colleague took the conversation while you wrote. Look at it before you answer. Your text is kept below.
refusal-no-extension = The law does not let this term be extended. Answer in time.
refusal-overdue = The term is over and cannot be extended. Answer now.
refusal-term-exhausted = The term is the longest the law allows already.
refusal-bad-until = The new term must be later than the present one and within the law.
refusal-no-short-term = This term cannot be shortened.
refusal-bad-rating = Two ratings from 1 to 5 are needed.
refusal-rate-late = The time to rate is over.
refusal-not-unhappy = A case is reopened after a low rating or when nothing was fixed.
refusal-reopen-late = The time to reopen is over: let the resident file a new case.
refusal-too-early = It is too early: the resident may still rate.
refusal-no-consent = Without the resident’s consent the data may not be kept.
refusal-no-body = An executor needs a body: choose at least one.
refusal-unknown-body = There is no such body. Choose one of the list.
refusal-unknown-action = There is no such action.
refusal-ended = The conversation is with the bot already. If the resident calls a person again, it will appear in the queue.
refusal-not-taken = Nobody has taken the conversation yet. Take it first.
refusal-too-long = Too long: messengers do not take so much. Shorten it and send again.
refusal-bad-files = Too many files, or one is empty or too large. Choose up to five of 20 MB each.
refusal-bad-email = This is no e-mail address. Write it as name@example.com.
refusal-bad-role = There is no such role. Choose one of the list.
refusal-bad-duty = The hours could not be read. Write them so: mon-fri 09:00-18:00; sat 10:00-14:00.
refusal-known-email = There is an account with this address already. It can be given a new link.
refusal-own-account = You cannot switch your own account off. Ask another administrator.
refusal-bad-title = The petition’s title will not do: 10 to 150 characters in words are needed.
refusal-bad-text = The petition’s text will not do: say in a few sentences what you ask for.
refusal-unknown-reason = The law knows no such ground of refusal. Choose one of the list.
refusal-wrong-status = The petition is in another state already. Reload the page to see it.
refusal-other = This is not possible now. Reload the page and try again.

## Errors

error-400 = The request was not understood
    .what = Something of the form was lost on the way. Go back, reload the page and try again.
error-401 = Please sign in
    .what = The session has ended. Sign in again.
error-403 = Not for you
    .what = Your role does not allow this, or the page is out of date. Open it again; if that does not help, ask an administrator.
error-404 = There is no such thing here
    .what = Check the number or the address. Perhaps the case was forwarded to another body.
error-405 = Not in this way
    .what = This address works only through the form on its page.
error-409 = Changed meanwhile
    .what = Go back and see what has happened.
error-410 = No longer works
    .what = Ask for a new link.
error-413 = Too large
    .what = A form with its files may have up to 60 MB. Choose smaller files.
error-429 = Please wait
    .what = Too many attempts. Try again in 15 minutes.
error-500 = Something went wrong with us
    .what = Nothing was lost. Try again in a minute; if it stays, tell an administrator.
error-503 = Too busy now
    .what = Nothing was changed. Try again in a few seconds.
error-home = To the queue

## Moments

moment = { $day }, { $clock }
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-date = { $month ->
    [1] { $day } January
    [2] { $day } February
    [3] { $day } March
    [4] { $day } April
    [5] { $day } May
    [6] { $day } June
    [7] { $day } July
    [8] { $day } August
    [9] { $day } September
    [10] { $day } October
    [11] { $day } November
   *[12] { $day } December
}
day-date-year = { $date } { $year }
span-now = less than a minute
span-minutes = { $minutes } min
span-hours = { $hours } h
span-hours-minutes = { $hours } h { $minutes } min
span-days = { $days ->
    [one] { $days } day
   *[other] { $days } days
}

## The case page: more

related = Related cases
related-leader = Handled together with
related-followers = Joined to this one
related-linked = Linked
related-alike = Perhaps the same: same topic, same house
related-others = Other cases of this resident
case-notes = Notes of colleagues
map = Map around the place: { $place }
map-scale = The place is in the middle; 1.4 km from edge to edge. Drawn of boundaries and points that the city imported.
map-near = Nearby: { $names }.
template = Ready reply
template-use = Insert
act-answer-paper = Add the answer as a PDF with number and date
act-answer-preview = Look at the PDF
act-forward-text = Why you pass it on
act-shorten = Shorten the term
act-shorten-hint = An appeal that needs no study: 15 days; a request about life, safety or environment: 48 hours. The resident is told.
act-shorten-go = Shorten as the law says
acts-beside = Also
act-note = Note for colleagues
act-note-text = Note
act-note-hint = The resident will not see it.
act-note-go = Write it down
act-other-number = Number of the other case
act-merge = Join as a duplicate
act-merge-hint = From now on whatever is done to that case is done to this one; the resident is told. You can part them at any time.
act-merge-go = Join
act-link = Link with another
act-link-hint = Only a mark for colleagues in both cases: each is handled by itself.
act-link-go = Link
act-unlink = Remove a link
act-unlink-hint = The mark is removed from both cases.
act-unlink-go = Remove
act-split = Handle separately
act-split-hint = The case goes its own way; the resident is told.
done-shorten = The term was shortened and the resident told.
done-merge = Joined: handled together from now on, the resident was told.
done-split = Parted: handled by itself, the resident was told.
done-link = The cases are linked.
done-unlink = The link was removed.
event-merged = Joined to case
event-split = Parted from case
event-linked = Linked with case
event-unlinked = Link removed with case
refusal-no-reason = Write why you pass it on: the next body will read it.
refusal-no-leader = There is no such other case that you may see. Check the number.
refusal-joined-already = The case is joined already. Part it first.
refusal-leader-ended = That case has ended or is joined to a third. Choose one under way.
refusal-other-body = That case is with another body. Forward this one there first.
refusal-not-joined = The case is joined to none.
refusal-linked-already = These cases are linked already.
refusal-not-linked = These cases are not linked.
refusal-not-printed = The PDF cannot be made now. Send the answer without it.

## Several cases at once

bulk = { $count ->
    [one] { $count } case chosen
   *[other] { $count } cases chosen
}
bulk-lead = Choose an act: you will see first what becomes of each. At most { $most } at a time.
bulk-none = Nothing is chosen. Go back to the queue and tick some cases.
bulk-open = Act on the chosen
bulk-open-hint = Tick cases on the left.
bulk-pick = Choose { $number }
bulk-take = Take them
bulk-assign = Give to a colleague
bulk-assign-to = To whom
bulk-choose = Choose
bulk-start = Start the work
bulk-forward = Forward to another body
bulk-merge = Join as duplicates
bulk-preview = What becomes of each
bulk-preview-title = Check before acting
bulk-will = will be done
bulk-was = done
bulk-go = { $count ->
    [one] Do it to { $count } case
   *[other] Do it to { $count } cases
}
bulk-go-hint = For a minute nothing changes and nobody is told: you can undo it.
bulk-nothing = It can be done to none of the chosen.
bulk-back = Back to the choice
bulk-waiting = Will be done at { $when }. You can still undo it: nobody has been told.
bulk-undone = Undone: nothing has changed.
bulk-done = Done at { $when }.
bulk-undo = Undo
done-undo = Undone: nothing has changed.
done-assign = Done: the case was given to a colleague.
act-assign = Give to a colleague
act-assign-to = To whom
act-assign-choose = Choose a colleague
act-assign-go = Give
act-assign-hint = The resident is not told of it.
event-assigned = Given to a colleague
refusal-theirs-already = The case is theirs already.
refusal-bulk-done = The minute has gone: it is done.
refusal-bad-count = Choose from 1 to 50 cases.

## Petitions

petitions = Petitions
petition-lists = Which petitions to show
petitions-moderation = To be checked
petitions-consideration = Waiting for an answer
petitions-collecting = Collecting votes
petitions-ended = Ended
petitions-none = Nothing here.
petition-filed = filed { $day }
petition-votes = votes: { $votes } of { $threshold }
petition-intents = not confirmed yet: { $count }
petition-due = by { $when }
petition-due-late = the term has passed: { $when }
petition-text = Text
petition-author = Author (the name is published with the petition)
petition-author-none = not given
petition-state = State of the petition
petition-support = Support
petition-ends = Votes are collected until
petition-reason = Reason of the refusal
petition-acts-none = There is nothing to do now.
petition-publish = Publish
petition-publish-hint = Votes will be collected; the author is told.
petition-publish-go = Publish
petition-refuse = Do not publish
petition-refuse-reason = Reason of the law
petition-refuse-text = What to put right (the author reads it)
petition-refuse-hint = The author learns the reason and may file it again, put right.
petition-refuse-go = Refuse to publish
petition-answer = Answer
petition-answer-text = Answer of the body
petition-answer-hint = The author and everybody who signed will read it.
petition-answer-go = Publish the answer
petition-event-filed = Filed
petition-event-published = Published
petition-event-refused = Refused
petition-event-withdrawn = Taken back by its author
petition-event-reached = Has its votes
petition-event-fell_short = Fell short of its votes
petition-event-answered = Answered
petition-event-late = The term has passed
done-petition-publish = Published: votes are being collected, the author was told.
done-petition-refuse = Refused: the author was told the reason.
done-petition-answer = The answer is published: everybody who signed was told.
petition-qr = Code for a notice
petition-qr-alt = QR code that opens the chat to sign petition No. { $number }
petition-qr-save = Save the code
