### A case sent to its body by mail: read by clerks. What a line needs is told after its name.

mail-subject-registered = { $case_number } — { $case_topic }: new for you
mail-subject-forwarded = { $case_number } — { $case_topic }: forwarded to you
mail-subject-reopened = { $case_number } — { $case_topic }: reopened
mail-subject-warned = { $case_number } — { $case_topic }: a reminder of the term

mail-opening-registered = A resident wrote to the city. Yours to answer: { $body }.
mail-opening-forwarded = Forwarded to you. Yours to answer: { $body }.
mail-opening-warned = A reminder: the resident has no answer yet. Yours to answer: { $body }.
mail-opening-reopened = Reopened: the matter was left unsolved. Yours to answer: { $body }.

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
mail-due = Due: by { $due_at }{ $due_basis ->
    [law] , by law
   *[norm] { " " }(the service’s own norm, not law)
}

## Names of facts whose values stand as they were told

mail-floor = Floor
mail-point = Point on the map
mail-as-told = The address in the resident’s words
mail-filed = Filed
mail-words = In the resident’s words
mail-contact = How to reach the resident
mail-name = Name
mail-phone = Phone
mail-email = E-mail

## The rest

mail-no-contact = The resident left no contact. Questions can be asked on the page of the case.
mail-photos = Photos attached: { $count }
mail-more-files = More files, on the page of the case: { $count }
mail-link = Confirm and answer without an account by this link. It is for your body alone; pass it on to nobody:
mail-page = Take it up, ask the resident and answer on the page of the case:
mail-automatic = Sent automatically. A reply to this mail does not reach the resident.
