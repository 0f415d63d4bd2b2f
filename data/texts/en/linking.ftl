### One person in several channels: chats are linked by a code, and parted again.

menu-link_chat = Link another chat
menu-unlink_chat = Unlink a chat
menu-link_undo = Not me, undo it
flow-link_chat = link another chat
flow-link_enter = a code from another chat
flow-link_undo = undo a linking
flow-unlink_chat = unlink a chat

channel-telegram = the Telegram chat
channel-viber = the Viber chat
channel-webchat = the chat on the site
channel-mail = the e-mail conversation
channel-terminal = the terminal chat

link_chat-code =
    Your code: **{ $code }**
    Send it to us from another chat of yours — Telegram, Viber, the site or e-mail — and your cases, signatures and details are shared. It works for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }, once.{ $telegram_link ->
        [none] {""}
       *[other] {"\u000A"}Telegram: { $telegram_link }
    }{ $viber_link ->
        [none] {""}
       *[other] {"\u000A"}Viber: { $viber_link }
    }
    Show it to nobody: whoever enters it sees your cases.{ $linked_count ->
        [0] {""}
       *[other] {"\u000A"}To part a linked chat, write “unlink chat”.
    }

link_enter-ask-link_code = Send the code from your other chat: eight letters and digits, such as K7QM-2X9P.
    .again = The code is eight letters and digits. To get one, write “link my chat” in the other chat.
    .help = The code makes your chats one: what is filed in one is seen in the other. Get it in your other chat by writing “link my chat”.
slot-link_code = Code

link_enter-wrong = This code does not work: it is good for ten minutes and once. Get a new one in your other chat: write “link my chat” there.
link_enter-own = This code is from this very chat. Send it from another one: Telegram, Viber, the site or e-mail.
link_enter-same = These chats are one already: cases and signatures are shared.
link_enter-late = Too many wrong codes. Try again in an hour, with a new one.
link_enter-leaving = One of these chats asked for its data to be deleted, so they cannot be linked.

link_enter-ask-link_sure =
    The code was given to { $other_channel }. Make it one with this chat? Cases, signatures and details of both will be seen in each.
    Agree only if both chats are yours. If somebody sent you the code or the link, they will see your cases.
    .again = Are both chats yours? Say “yes” to make them one, “no” to change nothing.
    .help = What you file or sign here will then be seen there too, and the other way round. You can undo it for a day, and part the chats at any time.
slot-link_sure = Link the chats
link_sure-link = Yes, both are mine
link_sure-leave = No, do not

link_enter-left = All right, the chats stay apart.
link_enter-joined = Done: { $other_channel } and this one are together now.{ $open_count ->
    [0] {""}
    [one] {" "}You have { $open_count } open case.
   *[other] {" "}You have { $open_count } open cases.
}

link_enter-ask-resume_here = Something is unfinished there. Go on with it here?
    .again = Go on here with what was not finished there?
slot-resume_here = Unfinished
resume_here-here = Yes, go on
resume_here-later = Not now

link-told = Another chat was just linked to this one: { $other_channel }. Cases, signatures and details are shared now. If that was not you, undo it; you have a day for that.
link-parted = This chat was unlinked. What was filed from it stays with { $other_channel }; here we begin anew. You can file or ask as always.
link-undone = The linking was undone: { $other_channel } is apart again. What is yours stayed with you.

link_undo-done = Undone: the chats are apart again, each with its own. If somebody saw the code, there is nothing more to do: it no longer works.
link_undo-none = There is nothing to undo: no other chat is linked to this one.
link_undo-late = A day has passed, so it cannot simply be undone. You can unlink the chat: everything stays here, and there it begins anew.

unlink_chat-none = No other chat is linked to this one.
unlink_chat-ask-channel = Which chat: Telegram, Viber, the site or e-mail?
    .again = Please name the chat: Telegram, Viber, the site or e-mail.
slot-channel = Channel
unlink_chat-ask-linked_chat = Which chat should be unlinked?
    .again = Please choose a chat from the list.
slot-linked_chat = Chat
linked_chat-option = { $other_channel }
unlink_chat-ask-unlink_sure = Unlink { $other_channel }? Everything filed from it stays with you here, and there it begins anew.
    .again = Unlink { $other_channel }? Say “yes” or “no”.
slot-unlink_sure = Unlinking
unlink_sure-part = Yes, unlink
unlink_sure-keep = No, leave it
unlink_chat-done = Unlinked: { $other_channel }. Cases, signatures and details are in this chat.
unlink_chat-failed = It could not be unlinked: it seems to be apart already.
