### A case sent to its body by mail: read by clerks. What a line needs is told after its name.

mail-subject-registered = { $case_number } — { $case_topic }: new for you
mail-subject-forwarded = { $case_number } — { $case_topic }: forwarded to you
mail-subject-info_given = { $case_number } — { $case_topic }: the resident replied
mail-subject-reopened = { $case_number } — { $case_topic }: reopened
mail-subject-withdrawn = { $case_number } — { $case_topic }: withdrawn by the resident
mail-subject-warned = { $case_number } — { $case_topic }: a reminder of the term

mail-opening-registered = A resident wrote to the city. Yours to answer: { $body }.
mail-opening-forwarded = Forwarded to you. Yours to answer: { $body }.
mail-opening-info_given = The resident answered a question or added something. Yours to answer: { $body }.
mail-opening-warned = A reminder: the resident has no answer yet. Yours to answer: { $body }.
mail-opening-reopened = Reopened: the matter was left unsolved. Yours to answer: { $body }.
mail-opening-withdrawn = The resident withdrew this, so there is nothing more to do about it. Body: { $body }.

## Facts, a line each

mail-number = Number: { $case_number }
mail-topic = What: { $case_topic }
mail-place = Where: { $address }{ $entrance ->
    [none] { "" }
   *[other] , entrance { $entrance }
}{ $apartment ->
    [none] { "" }
   *[other] , flat { $apartment }
}
mail-home = Where the resident lives: { $address }{ $entrance ->
    [none] { "" }
   *[other] , entrance { $entrance }
}{ $apartment ->
    [none] { "" }
   *[other] , flat { $apartment }
}
mail-district = District: { $district }
mail-unverified = Mind: the address is unverified, our list has no such street
mail-scope-outside = Extent: in the street or the whole house
mail-scope-inside = Extent: in one flat, the entrance hall or the yard
mail-since = Since: { $since }
mail-addressee = Addressed to: { $body }
mail-about = The complaint is about: { $official }
mail-holder = In office: { $holder_post } — { $holder }
mail-urgent = Urgent: the law gives 48 hours to answer (2939-VI, article 20)
mail-due = Due: by { $due_at }{ $due_basis ->
    [law] , by law
   *[norm] { " " }(the service’s own norm, not law)
}

## Names of facts whose values stand as they were told

mail-floor = Floor
mail-point = Point on the map
mail-as-told = The address in the resident’s words
mail-filed = Filed
mail-facts = What is known
mail-words = In the resident’s words
mail-why = Why it was opened again
mail-answer = The body’s answer
mail-answer-title = Answer
mail-answer-about = Details
mail-answer-number = Number
mail-answer-day = Date
mail-answer-to = To
mail-answer-to-anybody = the applicant
mail-answer-on = In reply to
mail-answer-signed = Signed by
mail-answer-appeal = How to appeal
mail-answer-appeal-how = If you disagree, complain to the higher body or official within a month of learning of this answer, or go to court.
mail-answered = Given
mail-contact = How to reach the resident
mail-name = Name
mail-phone = Phone
mail-email = E-mail

## Why a case was opened again

mail-not-fixed = The resident says that it is not done.
mail-rated = The resident’s rating: quality { $quality }, speed { $speed } out of 5.

## The case as a document

mail-paper-title = { $case_number } — { $case_topic }
mail-paper-author = The city, for the body: { $body }
mail-files = Files

## The rest

mail-no-contact = The resident left no contact. Questions can be asked on the page of the case.
mail-photos = Photos attached: { $count }
mail-document = The same as a document (PDF) is attached.
mail-more-files = More files, on the page of the case: { $count }
mail-link = Confirm and answer without an account by this link. It is for your body alone; pass it on to nobody:
mail-page = Take it up, ask the resident and answer on the page of the case:
mail-automatic = Sent automatically. A reply to this mail does not reach the resident.
