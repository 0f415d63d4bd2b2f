### Enrolment in kindergartens and schools.

menu-enrol_kindergarten = Kindergarten for a child
menu-enrol_school = School for a child
flow-enrol_kindergarten = A kindergarten place
flow-enrol_school = A school place

## Questions

ask-child_name = { $more ->
    [none] What is the child’s name (surname and first name), and when was it born?
   *[other] What are the children called (surname and name), and when were they born? All at once is fine.
}
    .again = Please write the child’s surname and first name.
    .help = Only the office that gets the request sees them. No document numbers are needed.
needed-child_name = Without the child’s name the request is not considered.
ask-child_birth_date = When was the child born: day, month, year?
    .again = Please write the date like this: 12.05.2023.
    .help = It shows whether it is time for kindergarten or school. Do not send the certificate here.
needed-child_birth_date = Without the date of birth the request is not considered.
ask-institution = Which kindergartens: their numbers, or a district?
    .again = Numbers with commas, “512, 130”, or a district: “Obolonskyi”.
    .help = Several are fine. If you know no numbers, name a district or say “nearest”.
enrol_school-ask-institution = Which school: its number, or a district?
    .again = A number, “school 148”, or a district: “Obolonskyi”.
    .help = The school of your area takes you first; others if there is room.
needed-institution = Without a school, kindergarten or district nobody knows whom to send it to.
institution-by_territory = By where I live
ask-from_institution = Which kindergarten does the child go to now (number)?
    .again = Please write the number of the present kindergarten.
    .help = It is told that you are moving.
enrol_school-ask-from_institution = Which school does the child go to now (number)?
    .again = Please write the number of the present school.
    .help = The pupil’s file comes from there.
needed-from_institution = Without the present one they cannot transfer the child.
ask-transfer_reason = Why do you move?
    .again = A few words are enough: “we moved”, “closer to home”.
    .help = The reason helps to find a place, but is not required.
skip-transfer_reason = No reason
ask-school_class = Which class?
    .again = Please write the class as a number, 1 to 12.
    .help = Papers and free places depend on the class.
needed-school_class = Without the class the request is not considered.
ask-wished_district = { $address ->
    [none] Which district are you in?
   *[other] { $address }: which district is it?
}
    .again = Choose the district or write its name.
    .help = Your district’s administration knows which ones serve your area.
ask-wished_district-one = { $address ->
    [none] Is it { $likely_districts } district?
   *[other] { $address }: is it { $likely_districts } district?
}
ask-wished_district-all = Please choose your district.
skip-wished_district = I do not know
enrol_kindergarten-ask-name = Who applies: your surname and name, home address and phone?
    .again = Please write the surname and name of one parent.
    .help = A parent or guardian applies. Only the office that gets the request sees this.
enrol_school-ask-name = Who applies: your surname and name, home address and phone?
    .again = Please write the surname and name of one parent.
    .help = A parent or guardian applies. Only the office that gets the request sees this.
enrol_kindergarten-ask-address = At which Kyiv address do you live?
    .again = Please write street, house and flat: “Drahomanova 15, flat 3”.
    .help = People of Kyiv and children of the area it serves come first.
enrol_school-ask-address = At which Kyiv address do you live?
    .again = Please write street, house and flat: “Drahomanova 15, flat 3”.
    .help = Children of the area that the school serves come first.
enrol_kindergarten-ask-phone = Which number can they call you at?
    .again = Please write the number like this: 067 123 45 67.
    .help = Places are often offered by phone. Only the office sees the number.
enrol_school-ask-phone = Which number can they call you at?
    .again = Please write the number like this: 067 123 45 67.
    .help = Decisions are often told by phone. Only the office sees the number.
needed-phone = Without a number they cannot invite you.
enrol_kindergarten-needed-address = Without an address nobody sees whether you are of its area.
enrol_school-needed-address = Without an address nobody sees whether you are of its area.
enrol_kindergarten-needed-name = An adult applies: it does not work without their name.
enrol_school-needed-name = An adult applies: it does not work without their name.
ask-benefit = What gives you priority?
    .again = Choose one, or use your own words.
    .help = You show the proof at the institution; do not write its number here.
skip-benefit = Nothing
add-benefit = Add a priority
benefit-military = a soldier’s family
benefit-idp = displaced people
benefit-large_family = a large family
benefit-sibling = a brother or sister is there
benefit-staff = a parent works there
benefit-orphan = under guardianship
benefit-single_parent = a single parent
ask-wishes = What else matters: language of teaching, special educational needs?
    .again = Please write your wishes in a few words.
    .help = No diagnoses here: talk about them at the institution.
skip-wishes = No wishes
add-wishes = Add a wish

slot-child_name = Child’s name
slot-child_birth_date = Date of birth
slot-institution = Institutions
slot-from_institution = Present one
slot-transfer_reason = Reason
slot-school_class = Class
slot-wished_district = District
slot-benefit = Priority
slot-wishes = Wishes

## When an answer does not fit

not-an-institution = There is no such number: they have four digits at most.
birth-date-exact = The full date of birth is needed, not only the age or the month.
birth-date-year = The year is missing.
birth-date-none = There is no such date in the calendar.
birth-date-ahead = That date of birth is still to come.
kindergarten-too-old = { $age_unit ->
    [years] The child would be { $age }
   *[months] The child would be { $age } months old
}, and kindergartens take children under seven. If it is time for school, just write “enrol in school”.
school-too-young = { $age_unit ->
    [years] The child would be { $age }
   *[months] The child would be { $age } months old
}, too early for school. If you mean kindergarten, just write “kindergarten place”.
school-too-old = The child would be { $age }, and schools enrol under eighteen. Evening schools teach adults.
kindergarten-unknown = The city’s list has no kindergarten { $unknown_institution }. Please check the number.
kindergarten-unknown-now = The city’s list has no kindergarten { $unknown_now }. Please check the number.
school-unknown = The city’s list has no school { $unknown_institution }. Please check the number.
school-unknown-now = The city’s list has no school { $unknown_now }. Please check the number.

## Papers and dates

document-application = application
document-birth_certificate = copy of the birth certificate (show the original)
document-parent_tax_number = tax number of one parent
document-benefit_proof = proof of priority, if any
document-medical_form = medical form 086-1/o
document-earlier_education = earlier education document, if any
document-residence_if_wished = if you wish, proof of residence
enrol_kindergarten-papers =
    A kindergarten needs: { $documents }. Source: { $documents_source }. All of it goes into the SEZ ZDO system and to the kindergarten itself; do not send documents or their numbers here.
    { $dates_of ->
        [this] Invitations for { $intake } come from { $invitations_from } (source: { $dates_source }).
        [earlier] When invitations for { $intake } come is not known yet; last time it was from { $invitations_from } (source: { $dates_source }).
       *[none] When invitations come is not known here: ask 1551.
    }
enrol_school-papers =
    A school needs: { $documents }. Source: { $documents_source }. They are shown at the school; do not send documents or their numbers here.
    { $dates_of ->
        [this] Applications for the first class of { $intake } are taken from { $opens } to { $closes } inclusive (source: { $dates_source }).
        [earlier] The dates for { $intake } are not known yet; last time it was { $opens } to { $closes } (source: { $dates_source }).
       *[none] This year’s dates are not known here: ask the school or 1551.
    }

enrol_kindergarten-list = { $unlisted ->
    [yes] The city gave us no list of kindergartens yet, so no numbers can be named. The district administration and 1551 know them. You can apply without a number: by district or where you live.
   *[no] { $listed_there ->
        [none] Name a district to hear the numbers: “kindergartens in Obolonskyi district”.
       *[other] { $wished_in } district, numbers: { $listed_there }{ $listed_more ->
            [0] {""}
           *[other] {" "}and { $listed_more } more
        }.
    }
}

enrol_school-list = { $unlisted ->
    [yes] The city gave us no list of schools yet, so no numbers can be named. The district administration and 1551 know them. You can apply without a number: by district or where you live.
   *[no] { $listed_there ->
        [none] Name a district to hear the numbers: “schools in Obolonskyi district”.
       *[other] { $wished_in } district, numbers: { $listed_there }{ $listed_more ->
            [0] {""}
           *[other] {" "}and { $listed_more } more
        }.
    }
}

## Summaries

enrol_kindergarten-summary =
    { $transfer ->
        [none] Kindergarten place
       *[other] Transfer from kindergarten { $from_institution }
    }: { $child_name }, born { $child_birth_date }.
    Wished for: { $institution ->
        [none] any kindergarten
       *[other] { $institution }
    }{ $wished_in ->
        [none] { "" }
       *[other] , { $wished_in } district
    }.{ $transfer_reason ->
        [none] { "" }
       *[other] { " " }Reason: { $transfer_reason }.
    }{ $benefit ->
        [none] { "" }
       *[other] { " " }Priority: { $benefit }.
    }{ $wishes ->
        [none] { "" }
       *[other] { " " }Wishes: { $wishes }.
    }{ $not_yet_taken ->
        [yes] { " " }They take children from about a year and a half, but you may apply now.
       *[no] { "" }
    }
    From { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }, { $phone }. It goes to: { $body }{ $body_id ->
        [cc1551] , which passes it on
       *[other] { "" }
    }.{ $unlisted ->
        [yes] { " " }There is no list of kindergartens here, so it is passed on as you wrote it.
       *[no] { "" }
    }{ $consent ->
        [yes] { " " }Only this office sees your and the child’s data; by filing you agree to that: { $privacy_url }
       *[other] { "" }
    }
    File it?
enrol_school-summary =
    { $transfer ->
        [none] School place
       *[other] Transfer from school { $from_institution }
    }: { $child_name }, born { $child_birth_date }, class { $class_known }.
    Wished for: { $institution ->
        [none] any school
       *[other] { $institution }
    }{ $wished_in ->
        [none] { "" }
       *[other] , { $wished_in } district
    }.{ $transfer_reason ->
        [none] { "" }
       *[other] { " " }Reason: { $transfer_reason }.
    }{ $benefit ->
        [none] { "" }
       *[other] { " " }Priority: { $benefit }.
    }{ $wishes ->
        [none] { "" }
       *[other] { " " }Wishes: { $wishes }.
    }{ $unusual_age ->
        [early] { " " }On 1 September the child will not be six yet: the school decides.
        [late] { " " }The first class is usually begun by seven: the school decides.
       *[none] { "" }
    }
    From { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }, { $phone }. It goes to: { $body }{ $body_id ->
        [cc1551] , which passes it on
       *[other] { "" }
    }.{ $unlisted ->
        [yes] { " " }There is no list of schools here, so it is passed on as you wrote it.
       *[no] { "" }
    }{ $consent ->
        [yes] { " " }Only this office sees your and the child’s data; by filing you agree to that: { $privacy_url }
       *[other] { "" }
    }
    File it?
enrolment-needs-name = Without the names of the child and a parent the request is not considered. The draft is erased. You can also enrol in person, at the institution itself.

## Filed

enrol_kindergarten-filed =
    Filed: **{ $case_number }**, the incoming number of your request. { $body } answers, usually by { $due_at } (their norm, not law). To ask: “where is my kindergarten request”.
    Only the city’s SEZ ZDO system gives a place in the queue: register there too, through Kyiv ID. You will need { $documents } (source: { $documents_source }).
enrol_school-filed =
    Filed: **{ $case_number }**, the incoming number of your request. { $body } answers, usually by { $due_at } (their norm, not law). To ask: “where is my request”.
    The school enrols. Prepare for it: { $documents } (source: { $documents_source }).{ $transfer ->
        [none] { $dates_of ->
            [this] { " " }Applications for the first class are taken from { $opens } to { $closes }.
           *[other] { "" }
        }
       *[other] { "" }
    }
enrolment-another = Now the other child. Your name, address and phone will not be asked again.
kind-enrol_kindergarten = kindergarten place
kind-enrol_school = school place

## What the institution is told

mail-fact-transfer = Transfer from another institution
mail-fact-child_name = Child
mail-fact-child_birth_date = Child’s date of birth: { $child_birth_date }
mail-fact-school_class = Class
mail-fact-from_institution = Now at: { $from_institution }
mail-fact-institution = Institution: { $institution }
mail-fact-wished_district = District wished for: { $wished_district }
mail-fact-transfer_reason = Reason for the transfer
mail-fact-benefit = Priority: { $benefit }
mail-fact-wishes = Wishes
