### Petitions: found, signed, taken back, filed, considered. A tap here is an intent, not a vote.

## Words

petition-status-moderation = being checked
petition-status-refused = not published
petition-status-withdrawn = taken back by its author
petition-status-collecting = collecting votes
petition-status-consideration = under consideration
petition-status-answered = answered
petition-status-collective_appeal = considered as a collective appeal
petition-reason-incomplete = its substance, a clear title or the author’s name is missing
petition-reason-overthrow = it calls for overthrowing the constitutional order or breaking up Ukraine
petition-reason-hatred = it stirs up hatred
petition-reason-violence = it promotes war, violence or cruelty

petition-support = { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
} of { $threshold }{ $intents ->
    [0] {""}
    [one] , plus { $intents } intent in the chat
   *[other] , plus { $intents } intents in the chat
}
petition-left = { $days_left ->
    [0] last day
    [one] { $days_left } day left
   *[other] { $days_left } days left
}
petition-card = Petition No. { $number } «{ $title }»: { petition-support }
petition-line = No. { $number } «{ $title }» — { $petition_status_id ->
    [collecting] { petition-support }, { petition-left }
   *[other] { $petition_status }
}.
petition-option = No. { $number } { $title_short }

menu-petition_sign = Support a petition
menu-petition_search = Other petitions
menu-petition_create = Start a petition
menu-petition_withdraw = Take support back
menu-petition_take_back = Take the petition back
flow-petition_sign = Support a petition
flow-petition_search = Find a petition
flow-petition_create = Start a petition
flow-petition_withdraw = Take support back
flow-petition_take_back = Take the petition back

slot-petition = Petition
slot-query = About
slot-support = Support
slot-withdrawal = Taking back
slot-taking_back = Taking back
slot-title = Title
slot-text = Text

## Finding

ask-query = Which petition? Send its number or what it is about.
    .again = Send the number, or a few words of it: «shelters in schools».
    .help = The number is on the petition’s page. Without it, say what the petition asks for.
ask-petition = { $petitions ->
    [none] Send the number, or what it is about.
   *[other] We found several. Which one?
    { $petitions }
}
    .again = { $petitions ->
        [none] Send the number in digits, or a few words of the petition.
       *[other] Choose by a button, or send the number:
        { $petitions }
    }
    .help = The number is enough. If yours is not here, say in other words what it is about.
petition-unfound = We found no petition about that. Try other words, or start your own: send «start a petition».
petition-unknown = Kyiv has no petition No. { $missing }. Check the number; one of another city or to the President is signed there.
petition-none = No petition is collecting votes now. You can start one.
petition-own-none = No petition was supported or started from this chat yet.
petition-elsewhere = { $elsewhere ->
    [state] Only petitions to the city of Kyiv are here. Those to the President are signed at petition.president.gov.ua, to parliament at petition.rada.gov.ua, to the government at petition.kmu.gov.ua.
   *[other] Only petitions of Kyiv are here. Another city’s are signed on its council’s site.
}
petition-shown = { petition-card }. { $petition_status_id ->
    [collecting] { $mine ->
        [vote] Your vote counts.
       *[other] Your support is an intent: by law it becomes a vote once you prove who you are. Send «sign petition { $number }».
    } Collecting until { $ends_on }.
    [moderation] A moderator checks it, by { $due_at }.
    [refused] It was not published: { $petition_reason }.
    [withdrawn] You took it back.
    [consideration] It has its votes; the city answers by { $due_at }.
    [answered] The city’s answer: «{ $petition_answer }»
   *[other] It fell short of its votes and is considered as a collective appeal.
}
petition-text = «{ $petition_text }»
petition-closed = { petition-card }. { $petition_status_id ->
    [moderation] A moderator still checks it, so it cannot be signed yet.
    [refused] It was not published: { $petition_reason }.
    [withdrawn] It was taken back, so it cannot be signed.
    [consideration] It has its votes, no more are needed: the answer is due by { $due_at }.
    [answered] Collecting is over, the city answered: «{ $petition_answer }»
   *[other] Collecting is over, so it cannot be signed any more. You can start a similar one: send «start a petition».
}

## Signing

ask-support = { petition-card }, { petition-left }. Support it?
    .again = Support petition No. { $number }, or read it first?
    .help = Support in the chat is an intent. By law a vote counts once you prove who you are: one link, one minute.
support-sign = Support
support-read = Read
support-leave = Not now
petition-how-to-vote = { $verify_url ->
    [none] To make it a vote by law, sign the petition on the city’s portal too: petition.kyivcity.gov.ua (Kyiv ID, BankID, e-signature).
   *[other] It becomes a vote by law once you prove who you are: { $verify_url } (the link works for { $minutes } minutes, for you only).
}
petition-signed = Your support of petition No. { $number } is kept as an intent. { petition-how-to-vote } Now: { petition-support }.
petition-signed-again = You support petition No. { $number } already and count once: it is an intent, not yet a vote. { petition-how-to-vote }
petition-voted = You voted for petition No. { $number } already: the vote counts, a second one is not possible. Now: { petition-support }.

## Taking support back

ask-withdrawal = Take back your support of petition No. { $number } «{ $title }»?
    .again = Please choose: take it back, or leave it?
    .help = While votes are collected an intent can be taken back and given again. A verified vote stays.
withdrawal-withdraw = Yes, take it back
withdrawal-keep = No, leave it
petition-withdrawn = Your support of petition No. { $number } is taken back. To support it again, send «sign petition { $number }».
petition-not-signed = There is nothing to take back: this chat has neither sent nor supported such a petition, or collecting is over.
petition-vote-stands = Your vote for petition No. { $number } is verified and counted: such a vote is not taken back.

## Filing

ask-title = What is the petition’s title? One sentence of up to 150 characters: what it asks for.
    .again = Send the title as one sentence: «A cycle lane on Kharkivske Highway».
    .help = People find and sign a petition by its title. A good one names the place and the action.
petition_create-ask-petition = Votes are being collected for this already:
    { $petitions }
    Support one of them, or start your own?
    .again = Choose the petition to support, or «Start my own».
    .help = Votes for two alike petitions do not add up, so together is easier.
petition-own = Start my own
ask-text = Now the substance: what is wrong, what you ask for, and why.
    .again = Say in a few sentences what the city should do, and what for.
    .help = Everybody sees the text. A few sentences do: how it is now, what to change, who gains.
petition_create-ask-name = Who is the author? By law a surname and a first name are needed; everybody sees them.
    .again = Please send the surname, first name and patronymic.
    .help = The law knows no petition without its author’s name. Phone and address are not shown.
petition-title-long = The title has { $title_length ->
    [one] { $title_length } character
   *[other] { $title_length } characters
}, and 150 are allowed. Please shorten it: details go into the text.
petition-title-empty = There are no words in this title, so nobody would find the petition.
petition-title-short = The title is too short to tell what is asked for.
petition-text-empty = There are no words in this text, so a moderator would not pass it.
petition-text-short = The text is too short: a moderator must see what you ask for.
petition_create-summary =
    Petition to the city: «{ $title }».
    { $text }
    Author: { $name }. A moderator checks it within 2 working days; everybody will see title, text and name.{ $consent ->
        [yes] {" "}With «Yes, file it» you agree that we keep these data: { $privacy_url }
       *[other] {""}
    }
petition_create-needs-name = By law a petition needs its author’s name, so nothing was kept. You can support another one: say what it is about.
petition-filed = Filed: petition No. { $number }. A moderator checks it by { $due_at }; once published it needs { $threshold } votes. We will tell you of each step.
petition-too-many = Three petitions of yours are being checked already. A new one can be filed once one of them is done.

## Taking a petition back

ask-taking_back = Petition No. { $number } «{ $title }» is not published yet. Take it back?
    .again = Take the petition back, or leave it?
    .help = Until a moderator decides, a petition can be taken back. A published one stays: others voted for it.
taking_back-take = Yes, take it back
taking_back-keep = No, leave it
petition-taken-back = Petition No. { $number } is taken back and will not be published. You can send another at any time.
petition-not-filed = You sent no such petition. Check the number: «my petitions».
petition-stands = { $petition_status_id ->
    [refused] Petition No. { $number } is not published anyway: { $petition_reason }.
    [withdrawn] Petition No. { $number } is taken back already.
   *[other] Petition No. { $number } «{ $title }» is published and cannot be taken back: others voted for it. If there is a mistake in it, call an operator.
}

## Told to authors and to those who signed

petition-published = Petition No. { $number } «{ $title }» is published. It needs { $threshold } votes by { $ends_on }: tell your neighbours.
petition-refused = Petition No. { $number } «{ $title }» was not published: { $petition_reason }.{ $text ->
    [none] {""}
   *[other] {" "}{ $text }
} Put it right and file it again: send «start a petition».
petition-reached = Petition No. { $number } «{ $title }» has its votes: { petition-support }. By law the city answers by { $due_at }. We will write.
petition-answered = The city’s answer to petition No. { $number } «{ $title }»: «{ $petition_answer }»
petition-fell-short = Collecting for petition No. { $number } «{ $title }» is over: { petition-support }. It fell short, so by law it goes on as a collective appeal.
petition-appeal = Petition No. { $number } is now the collective appeal **{ $case_number }**: by law the answer is due by { $due_at }. To ask yourself: «where is { $case_number }».
petition-moderation-late = A moderator should have checked petition No. { $number } by { $due_at } and has not yet. We will write as soon as they answer.
petition-answer-late = The answer to petition No. { $number } «{ $title }» was due { $due_at } and has not come. We will write once it comes; you can also write an appeal to the City Council.
