### The words that mail itself adds: how to answer, the subject, the page of an answer.

answer-numbered = Just reply to this e-mail: with a number, or in your own words.
answer-words = Just reply to this e-mail, in your own words.
subject = Your request to the city
subject-case = { $case }: a request to the city
held =
    An e-mail came from your address, but it is not certain that you sent it: anybody can write any address into an e-mail.
    Reply to this one with the word “yes” and that one will be read. If it was not you, do nothing: nobody has seen anything.
yes = yes
press-title = An answer to the city
press-ask = Send this answer?
press-send = Send
press-done = Sent. The reply comes by e-mail.
press-gone = This link no longer works. Reply to the e-mail in words.
