### The page behind a letter's link: a body confirms and answers without an account.

bodypage-title = { $case_number } — { $case_topic }
bodypage-for = For the body: { $body }
bodypage-status = State: { $case_status }
bodypage-facts = What is known
bodypage-why = Why it was opened again
bodypage-words = In the resident’s words
bodypage-contact = How to reach the resident
bodypage-no-contact = The resident left no contact.
bodypage-files = Files
bodypage-file = File { $count }
bodypage-act = What to do
bodypage-start = We took it up
bodypage-start-hint = The resident will see that you are on it. You can answer here afterwards.
bodypage-started = Taken up. The resident has been told.
bodypage-asked = The resident was asked for details. You can act as soon as they reply.
bodypage-answer = Answer the resident
bodypage-outcome = How it ended
bodypage-choose = Choose
bodypage-text = Text of the answer
bodypage-text-hint = The resident will read it word for word.
bodypage-proof = Photos or documents that show it
bodypage-proof-hint = Up to five files. Best is a photo of what was done.
bodypage-send = Send the answer
bodypage-done = The answer was sent
bodypage-done-text = Thank you. The resident has your answer and can rate it. The link is needed no more.
bodypage-dead = This link does not work
bodypage-dead-text = The link may be incomplete or too old, or the case is no longer with your body. Open the link of the newest letter about it. If that does not help, turn to the city’s contact centre.
bodypage-often = Too many attempts
bodypage-often-text = Wait 15 minutes and open the link of the letter again.
bodypage-failed = It could not be done
bodypage-failed-text = Nothing was changed. Open the link of the letter again in a few minutes; make files that are too large smaller.

## Why it was not accepted

bodypage-refused-no_outcome = Choose how it ended.
bodypage-refused-no_text = Write the text of the answer: the resident will read it.
bodypage-refused-no_proof = Add a photo that shows the thing fixed.
bodypage-refused-too_long = The text is too long. Shorten it to 3000 characters.
bodypage-refused-bad_files = Too many files, too large or empty ones. Choose others.
bodypage-refused-other = This cannot be done now: the state of the case has changed. What can be done stands below.
