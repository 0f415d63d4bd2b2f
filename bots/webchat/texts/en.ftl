### The page's own words: what the bot does not say.

## The page

title = { $city } · city chat
description = Write what happened in the city: we find who answers for it and come back with the answer.
skip-to-composer = To the message field
other-language = Українською
talk = Conversation
earlier = Show earlier messages
composer = New message
message-label = Message
message-placeholder = Message
attach = Add a photo or file
send = Send
no-script = To write here, turn on JavaScript in the browser. If lives are in danger, call 112.

## Welcome

welcome = Hello! Write what happened and where, in your own words. I will find who answers for it, file a request, and the answer will come here.
welcome-danger = If lives are in danger, call **112**.
examples = Where to start
example-lift = The lift does not work
example-pit = A pothole in the road
example-status = Where is my request?
example-person = Talk to a person

## Lines of the talk

who-resident = You
who-bot = Bot
js-who-staff = Operator
js-who-alarm = Urgent
js-place = My place
js-photo = Photo
js-document = File
js-pressed = Answered by a button
day = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
}
js-today = Today
js-yesterday = Yesterday

## What becomes of a message

js-sending = sending
js-waiting = waiting for a connection
js-queued = will be sent a little later
js-failed = not sent
js-send-again = Send again
js-discard = Remove
js-failed-aloud = The message was not sent. It can be sent again.
js-too-long = The message is too long: send what matters most, up to { $characters } characters.
js-too-large = the file is too large, up to { $megabytes } MB will do
js-too-many = too many files at once
js-too-many-here = Too many messages came from your network in a minute. Yours is kept and goes by itself in { $number } s.
js-no-session = The browser keeps no cookies, and without them the talk would be lost. Allow them for this page and reload it.

## The connection

js-online = Connected
js-connecting = Connecting…
js-offline = No connection. Write on: it will be sent as soon as there is one.

## Answers to questions

js-choices = Possible answers
js-share-place = Send my place
js-finding-place = Finding the place…
js-no-place = The place could not be found. Write the address.
phone-label = Phone number
send-phone = Send the number
js-bad-phone = Some digits seem to be missing. For example: 067 123 45 67.
js-take-photo = Take a photo
js-choose-photo = Choose a photo
js-new-tab = opens in a new tab
new-messages = New messages

## Going on elsewhere

resume = Continue on another device
resume-how = Open this link wherever you like and the conversation goes on. It works for a day. Whoever has it sees the whole conversation, so send it to nobody but yourself.
resume-link = Link to the conversation
resume-apart = Open separately
copy = Copy
js-copied = Copied.
close = Close
resume-title = Continue the conversation
resume-here = This link leads to a conversation with the city chat that began in another browser. Continue only if it is yours.
resume-instead = There is another conversation in this browser: the one behind the link will open in its place.
resume-go = Continue here
resume-not = No, to the chat
js-link-gone = This link no longer works: it is good for one day. Make a new one where the conversation began.
js-link-later = That did not work just now. Try again in a minute.

## In other sites' pages

embed-chat = City chat
embed-unread = New messages: { $number }
embed-loading = Loading…
embed-apart = Open separately
embed-close = Close
