### How the bot speaks whatever the service: greeting, steering, not understanding, danger.

## Greeting and steering

welcome = Hello! This is Kyiv’s city service. Tell me in your own words what happened, and I’ll pass it to whoever answers for it.
welcome-back = Hello again! Here is where we stopped.
greet = Hello{ $resident ->
    [none] {""}
   *[other] , { $resident }
}! Tell me in one message what happened or what you need.
goodbye = All the best! Write whenever you need something.
thank = You’re welcome! If anything else comes up, just write.
greet-midway = Hello{ $resident ->
    [none] {""}
   *[other] , { $resident }
}!
thank-midway = You are welcome!
goodbye-midway = Goodbye! What you wrote is kept: write again and we will go on.
noted = Noted.
not-told-before = You have not told me that yet.
bot_challenge = I’m a program: I take requests and appeals, people decide on them. I can call an operator.
help =
    Say in your own words what happened: “no hot water at 15 Khreshchatyk”. I’ll ask only for what is missing and pass it to whoever answers for it.
    You can also write an appeal to the authorities, ask for a kindergarten or school place or a visit to a doctor, have a price told or a bill computed, ask “where is my request” or call an operator.
what-now = How can I help?
all-right = All right.
started-over = Let’s start again. What happened?
cancelled = All right, { $flow ->
    [dispatcher_request] the request won’t be filed
    [petition_create] the petition is not filed
    [petition_sign] nothing is signed
    [appeal_submit] the appeal won’t be filed
    [set_address] I won’t keep the address
    [case_rate] no rating then
    [utility_complaint] I won’t file the complaint
    [official_complaint] I won’t file the complaint
    [enrol_kindergarten] the request is not filed
    [enrol_school] the request is not filed
    [doctor_appointment] no visit is asked for
   *[other] we’ve stopped
}.
nothing-to-cancel = There is nothing to cancel right now. How can I help?
back-to = Let’s get back to { $flow ->
    [dispatcher_request] your request
    [petition_create] the petition
    [petition_sign] the petition
    [appeal_submit] your appeal
    [set_address] your address
    [case_rate] the rating
    [utility_complaint] the complaint
    [official_complaint] the complaint
    [enrol_kindergarten] the kindergarten place
    [enrol_school] the school place
    [doctor_appointment] the visit
    [tariff_consult] the bill
   *[other] the earlier question
}.
reminder = { $flow ->
    [dispatcher_request] Your request isn’t filed yet: one answer is missing. The draft is saved.
    [petition_create] The petition is not filed yet: an answer is missing. The draft is kept.
    [appeal_submit] Your appeal isn’t filed yet: one answer is missing. The draft is saved.
    [utility_complaint] The complaint is not filed yet: an answer is missing. The draft is kept.
    [official_complaint] The complaint is not filed yet: an answer is missing. The draft is kept.
    [enrol_kindergarten] The kindergarten request is not filed yet: an answer is missing. The draft is kept.
    [enrol_school] The school request is not filed yet: an answer is missing. The draft is kept.
    [doctor_appointment] The visit is not asked for yet: an answer is missing. The draft is kept.
   *[other] We haven’t finished. We can go on whenever it suits you.
}
draft-waits = Welcome back{ $resident ->
    [none] {""}
   *[other] , { $resident }
}! { $flow ->
    [dispatcher_request] Your request is not filed yet
    [petition_create] Your petition is not filed yet
    [appeal_submit] Your appeal is not filed yet
    [utility_complaint] Your complaint is not filed yet
    [official_complaint] Your complaint is not filed yet
    [enrol_kindergarten] Your kindergarten request is not filed yet
    [enrol_school] Your school request is not filed yet
    [doctor_appointment] Your visit is not asked for yet
   *[other] We had not finished
}{ $service_code ->
    [none] {""}
   *[other] : { $service_code }
}{ $address ->
    [none] {""}
   *[other] , { $address }
}. Shall we go on?
draft-later = The earlier draft is kept: we come back to it after this.
story-added = Added: “{ $added }”.
heard-already = I have this message already, once is enough.
filed-already = { $case_number } is filed already. Here is the fix: we file a new one in its place and withdraw this one.
stale-button = That button no longer works.
second-matter = Now the second thing: { $flow ->
    [dispatcher_request] shall we make it a request?
    [appeal_submit] shall we write an appeal?
    [case_rate] rate how { $case_number } was done?
    [utility_complaint] write the complaint?
    [official_complaint] write the complaint?
    [enrol_kindergarten] { $child_name ->
        [none] enrol the second child too?
       *[other] { $child_name } — send this request too?
    }
    [enrol_school] { $child_name ->
        [none] enrol the second child too?
       *[other] { $child_name } — send this request too?
    }
   *[other] shall we take it up?
}
second-later = I’ve noted the second thing too: we’ll come back to it once the first is filed.

## Not understood

not-understood-first = I may be getting this wrong. Could you put it differently: what happened, and where?
not-understood-menu = I’m still not sure. Pick whatever is closest, or put it another way.
not-understood = I may be getting this wrong, so let me ask again.
which-matter = I may be getting this wrong: which do you need?
offer-person = A person may help better here. The operator will see everything you wrote. Shall I call one?
text-too-short = That’s too little for me to go on. Please add a few words.
cannot-read-this = I can’t read this kind of message yet. Please use words.
voice-not-heard = I don’t understand voice messages and videos yet. Please write it in words, a few will do.
sticker-seen = I see a sticker. If something happened, tell me in words.
trouble = Something went wrong on our side. Please send your last message again. If that doesn’t help, call an operator.
too-many = I can’t keep up with the messages. Please wait a minute; everything filed so far is safe.
too-many-cases = Many requests were filed from this chat today. If you really need one more, call an operator.
too-long = The message is too long. Please send the main part, up to 4000 characters.

calm = I see that this is upsetting. I am on your side: tell me what happened and where, and I pass it to those who fix it.

## Buttons

to-person = Call an operator
drop-it = { $flow ->
    [set_address] Don’t save it
    [change_language] Cancel
    [petition_sign] Do not sign
    [petition_search] Not now
    [petition_withdraw] Keep my support
    [case_rate] No rating
   *[other] Don’t file it
}
no-thanks = No, thanks
yes-file = { $flow ->
    [set_address] Yes, save it
   *[other] Yes, file it
}
change = Change
without-my-data = Without my details
skip = Skip
skip-scope = I don’t know
button-bot = Back to the bot
button-continue = Continue
button-restart = Start over
button-status = My requests
button-cancel = Cancel
held-back = All right, I am not filing it yet. What shall I change?
what-to-change = What should be changed?

menu-dispatcher_request = Report a fault
menu-appeal_submit = Write an appeal
menu-case_status = My requests
menu-case_rate = Rate it
menu-handoff = Call an operator

flow-dispatcher_request = { $service_code ->
    [none] Report a fault
   *[other] Request: { $service_code }
}
flow-appeal_submit = Appeal to the authorities
flow-case_status = How my request is going
flow-handoff = Talk to an operator
flow-handoff_expired = A question to the operator
flow-help = What can you do?
flow-greet = Say hello
flow-goodbye = Say goodbye
flow-thank = Say thanks
flow-bot_challenge = Who am I talking to?
flow-set_address = My address
flow-change_language = Change the language
flow-case_rate = { $case_number ->
    [none] Rate what was done
   *[other] Rate { $case_number }
}
flow-utility_complaint = Complaint about a service
flow-case_withdraw = Withdraw what was filed
flow-case_add = Add to { $case_number }
flow-add_elsewhere = Something else
flow-inspection_appeal = Complaint to the inspection
flow-official_complaint = Complaint about an official

## A person

handoff-now = I’m passing you on. An operator will reply here { $promised_at } and will see everything you wrote.
handoff-later = I’m passing you on. No operator is in right now: they will reply here { $promised_at } and see everything you wrote.
handoff-left = I’m back. Your message to the operator is saved.
handoff-returned = The operator gave the conversation back to me. We can go on.
handoff-answered = The operator answered and gave the conversation back to me. We can go on.
handoff-expired = No operator managed to answer. Your question is recorded: **{ $case_number }**, { $body } answers for it. The answer will come here, and I’m back.
handoff-kept-waiting = No operator has taken your conversation yet. We called a supervisor, and you keep your place in the queue.
handoff-taken = An operator is with you.
with-a-person = An operator has this conversation now. You can go back to the bot.

## Language

ask-language_wanted = Which language shall I answer in?
    .again = Please choose: Ukrainian or English?
    .help = Choose the one you prefer to read.
language_wanted-uk = Українською
language_wanted-en = English
language-set = Fine, English from here on.
russian-understood = I understand Russian, but I answer in Ukrainian. Write as it suits you.
slot-language_wanted = Language

## What was filed by mistake

ask-sure = Nothing is being filled in now. Withdraw { $case_number }, which is filed already?
    .again = Please choose: withdraw { $case_number } or leave it?
    .help = Nobody acts on a withdrawn request. You can file a new one at any time.
sure-withdraw = Yes, withdraw
sure-keep = No, leave it
slot-sure = Whether to withdraw
case-withdrawn = { $case_number } is withdrawn. If something changes, write and we file a new one.
case-withdraw-late = { $case_number } can no longer be withdrawn: it is answered or closed.

## What has no talk yet


## Danger: numbers first

emergency-fire =
    ⚠️ Call **101** or **112** right now.
    Get out and take people with you, don’t use the lift. If there is smoke, stay low and cover your nose and mouth with cloth.
    Once you’ve called, write to me and I’ll help further.
emergency-gas =
    ⚠️ Call **104** right now, from outside.
    Don’t touch light switches or doorbells, don’t smoke, open the windows, get people out.
    Once you’ve called, write to me and I’ll help further.
emergency-electric =
    ⚠️ Call **101** or **112** right now.
    Don’t touch the wires or any water near them, move at least 8 metres away, keep people back.
    Once you’ve called, write to me and I’ll help further.
emergency-police =
    ⚠️ Call **102** or **112** right now.
    Get to a safe place. If it’s dangerous to talk, give just the address.
    Once you’re safe, write to me and I’ll help further.
emergency-ambulance =
    ⚠️ Call **103** or **112** right now.
    Give the address, say what happened and whether the person is breathing. Don’t leave them alone.
    Once you’ve called, write to me and I’ll help further.
emergency-suicide =
    ⚠️ Call **112** or **103** right now: they will help, day and night.
    You are not alone. If someone is near, ask them to stay with you.
    I can call an operator: just write “operator”.
emergency-danger =
    ⚠️ If someone’s life is in danger, call **112** right now.
    Get to a safe place and give the address.
    Once you’ve called, write to me and I’ll help further.
emergency-maybe = ⚠️ If there is a danger to life or health, call **112** at once.

## What is kept of a resident

privacy-title = What we keep
privacy-text =
    A program takes your messages; the body you file with considers them.
    Your name, phone and address are seen only by that body’s staff, and by an operator if you call one. Every look is recorded.
    They are kept with your consent, so that you need not tell them again. Without consent a talk is wiped after seven days.
    A request can be filed without a name and phone where the law allows it. The law wants an appeal to be signed.
    To learn what is kept about you, or to have it wiped, call an operator in the chat.

### Changed words, and groups

edited-too-late = You changed an earlier message, and we are past it now. Write in a new one what to put right.
in-a-group = Hello! Here I answer when I am mentioned or replied to. For your own matters write to me in private: there I file requests, and show them to nobody else.
in-private = This is better talked about in a private chat: here everybody reads your words.
button-private = Write in private
