### Ratings of answered cases.

## Rating an answer, and opening a case again

ask-rating_quality = { $case_number }: how good was it? 1 is poor, 5 excellent. If it was not done, just say so.
    .again = Please rate the quality by a number: 1 is poor, 5 excellent.
    .help = The rating goes into the public figures of { $body }. You can explain a low one and have the case reopened.
ask-rating_speed = And the speed?
    .again = Please rate the speed by a number: 1 is very slow, 5 fast.
    .help = This is about time only: did you wait long?
score = ⭐{ $score }
not-a-rating = A rating is a number from 1 to 5.
ask-reason = What exactly is wrong? A few words will do; those who answered will read them.
    .again = Please say in a few words what is wrong.
    .help = Only the body that answered will see your words.
ask-reopen = I am sorry. Reopen { $case_number }? The number stays, the term starts anew.
    .again = Reopen { $case_number }?
    .help = A reopened case goes back to the body, which must answer once more.
ask-reopen_low = If it was not done properly, it can be reopened: the number stays, the term starts anew. Reopen it?
    .again = Reopen { $case_number }?
    .help = A reopened case goes back to the body, which must answer once more.
reopen-reopen = Yes, reopen
reopen-keep = No, leave it closed
reopen_low-reopen = Yes, reopen
reopen_low-keep = No, leave it closed
case-rated = Thank you{ $resident ->
    [none] {""}
   *[other] , { $resident }
}, noted: quality { $rating_quality }, speed { $rating_speed }. It goes into the figures of { $body }.
case-reopened = { $case_number }: reopened. { $body } answers, { $due_basis ->
    [law] by law by { $due_at }
   *[norm] usually by { $due_at }
}.
case-unrated = { $case_number } ({ $case_topic }): there is an answer, but no rating of yours yet.
case-rate-none = Nothing was filed from this chat yet, so there is nothing to rate.
case-rate-open = { $case_number } ({ $case_topic }): no answer yet, { $case_status }. It can be rated as soon as there is one; we will ask.
case-rate-over = { $case_number }: { $case_status }, so it cannot be rated.
case-rate-late = { $case_number }: more than 30 days have passed, so it can no longer be rated or reopened. If the trouble is the same, let’s file it anew.

slot-rating_quality = Quality
slot-rating_speed = Speed
slot-reason = Why
slot-reopen = Whether to reopen
slot-reopen_low = Whether to reopen
