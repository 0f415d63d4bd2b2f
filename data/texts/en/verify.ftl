### The pages where a person proves who they are, so that an intent becomes a vote.

verify-button = Prove who I am
verify-ask-title = Petition No. { $number }
verify-ask =
    «{ $title }»
    You supported it in the chat, which is an intent. By law it becomes a vote once you prove who you are: on the city’s service, by signing in once.
    We keep neither your name nor a document’s number, only a mark that prevents a second vote. A verified vote is not taken back.
verify-counted-title = Your vote counts
verify-counted = Your vote for petition No. { $number } «{ $title }» is counted. You can go back to the chat.
verify-counted-before-title = You voted already
verify-counted-before = Your vote for petition No. { $number } «{ $title }» was counted before, so there is no second one.
verify-taken-title = There is a vote here already
verify-taken = In this chat another person’s vote for petition No. { $number } is counted. Sign it from a chat of your own.
verify-expired-title = The link has expired
verify-expired = Its time is over and no vote was counted. Send «sign petition { $number }» in the chat for a new one.
verify-used-title = The link was used
verify-used = It works once. If your vote was not counted, send «sign petition { $number }» in the chat for a new one.
verify-foreign-title = This link is not for this browser
verify-foreign = Another browser began with it, so nothing was counted here. Take a new one in your own chat: send «sign petition» and the number.
verify-denied-title = You were not verified
verify-denied = Signing in was cancelled and no vote was counted. The intent in the chat stays. To try again, send «sign petition { $number }» in the chat.
verify-not-verified-title = You were not verified
verify-not-verified = The service’s answer does not fit our request, so no vote was counted. Send «sign petition { $number }» in the chat to begin with a new link.
verify-closed-title = Collecting is over
verify-closed = Petition No. { $number } collects no more votes, so yours was not counted. Ask in the chat what becomes of it.
verify-unknown-title = There is no such link
verify-unknown = See that the link was opened whole, or take a new one in the chat: send «sign petition» and the number.
verify-down-title = The sign-in service does not answer
verify-down = No vote was counted; the intent in the chat stays. Try again in some minutes: send «sign petition» and the number in the chat.
verify-failed-title = Something went wrong
verify-failed = No vote was counted. Please take a new link in the chat: send «sign petition» and the number.
petition-vote-counted = Your vote is counted: petition No. { $number } «{ $title }». It is a vote by law now, not an intent. Now: { petition-support }.
