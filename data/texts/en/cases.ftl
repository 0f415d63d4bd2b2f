### Filing a case and following it: questions, summaries, what happens next.

## Questions

ask-description = Tell me in one message: what happened, and where?
    .again = Let’s try other words: what exactly is broken or in the way?
    .help = A few words will do: “the street lamp at 12 Teremkivska is out”.
ask-description-more = To pass it to the right service: what exactly is broken or in the way?
    .again = Please name the thing itself: a lift, a pipe, the light, the road?
appeal_submit-ask-description = Put it in one message: what would you like to tell the authorities?
    .again = Please say a little more: what is wrong, or what do you propose?
    .help = A few sentences are enough: what is going on, where, and what you ask for. If it is for a certain body, name it.
ask-address = Write the street and house number, or send a location: where is it?
    .again = Please write the address like this: “Drahomanova, 15”.
    .help = Street and house in any form will do, or a location.
appeal_submit-ask-address = The law asks where you live. What is your address?
    .again = Please write street, house and flat: “Drahomanova, 15, flat 3”.
    .help = An appeal without a place of residence need not be considered by law. Only the body you write to will see the address.
set_address-ask-address = What address do you live at?
    .again = Please write the street and house number: “Drahomanova, 15”.
    .help = The address tells who serves you, so you won’t be asked for it again.
ask-address-house = { $address }: { $by_place ->
    [yes] near which house?
   *[other] which house number?
}
    .again = Please write just the number: “15” or “15-A”.
ask-address-street = Which street is it?
    .again = Please write its name: “Drahomanova”.
ask-address-which = There are several streets like that. Which one?
    .again = Choose the street from the list or write its full name.
ask-scope = { $by_place ->
    [yes] Is it in the street or at a building: its yard, entrance or basement?
   *[other] Is it only your flat or the whole building?
}
    .again = { $by_place ->
        [yes] Pick the closest: a city street, or a building and its yard?
       *[other] Pick the closest: your flat alone, or all of the house?
    }
    .help = Different services answer for these, so your answer decides where the request goes.
scope-outside = { $by_place ->
    [yes] In the street or a park
   *[other] The whole building
}
scope-inside = { $by_place ->
    [yes] At a building
   *[other] Only my flat
}
ask-district = { $address ->
    [none] Which city district?
   *[other] { $address }: which district is it?
}
    .again = Choose the district or write its name.
    .help = Long streets run through several districts, and the district decides which service comes.
ask-district-one = { $address ->
    [none] Is that { $likely_districts } district?
   *[other] { $address }: is that { $likely_districts } district?
}
    .again = Choose the district or write its name.
ask-district-all = Please choose your district.
ask-entrance = Which entrance?
    .again = Write the entrance number in digits: “2”.
    .help = It lets the crew go straight to the right place.
skip-entrance = I don’t know
skip-district = I don’t know
ask-apartment = Which flat?
    .again = Write the flat number in digits: “15”.
    .help = The number tells the crew which door to ring at. It can be left out.
skip-apartment = No flat
ask-floor = Which floor?
    .again = Write the floor number in digits: “3”.
ask-since = Since when?
    .again = Write the day: “yesterday”, “since Monday”, “22 November”.
ask-phone = What number should the crew call?
    .again = Write the number like this: 067 123 45 67.
    .help = The crew calls if they can’t find the place. Only the service that gets the request sees the number; it can be left out.
skip-phone = No number
appeal_submit-ask-phone = What number can you be reached at?
    .again = Write the number like this: 067 123 45 67.
ask-email = Which e-mail address should the answer go to?
    .again = Write the address like this: name@example.com.
ask-name = { $appeal_kind_id ->
    [info_request] The law requires to know who asks. Your surname and first name?
   *[other] The law wants to know who is writing. Your surname, first name and patronymic, and after a comma, the address where you live?
}
    .again = Please write it in full: surname, first name, patronymic.
    .help = The law doesn’t let anonymous appeals be considered. Only the body you write to will see the name.
ask-official = Who is it for: which body or official?
    .again = Write the name of the body: “Kyiv City Council”, “Darnytskyi administration”.
    .help = If you don’t know, that’s fine: the city contact centre will pass it to whoever answers for it.
skip-official = I don’t know, you choose

slot-appeal_kind = Kind
add-appeal_kind = Name the kind
skip-appeal_kind = I don’t know
ask-appeal_kind = What is it: a proposal, an application, a complaint or a request for information?
    .again = Please choose the kind: it decides the term of the answer.
    .help = A proposal says what to improve, an application what you ask for, a complaint what was violated, a request which facts or documents to give.
appeal_kind-proposal = Proposal
appeal_kind-application = Application
appeal_kind-complaint = Complaint
appeal_kind-info_request = Request for information

## How long it will take, asked before it is filed

dispatcher_request-how-long = That depends on the service: from an hour to a few days. You will see its term before anything is filed.
appeal_submit-how-long = By law the answer comes within a month, to a request for information within five working days.

who-sees = Only the staff of the body that answers see your words and details; every look is recorded.

## When an answer does not fit

needed = It can’t be done without this, I’m afraid.
needed-address = Without an address the crew won’t find the place. A landmark will do too: “near Pozniaky metro station”.
appeal_submit-needed-address = Without an address the law doesn’t let an appeal be considered.
set_address-needed-address = I can’t keep an address without the street and house.
needed-name = Without a name the law doesn’t let an appeal be considered.
needed-description = Without a description nobody will know what to do.
point-is-no-address = A mark on the map won’t do here.

other-town = That seems to be outside Kyiv, and we take Kyiv addresses only. If it is in Kyiv, write the street and house.
not-a-phone = The number seems to have a digit too few or too many.
not-own-contact = That doesn’t seem to be your number. Please send your own.
contact-not-needed = Thank you, no number is needed now.
not-a-name = That doesn’t look like a name.
name-too-short = The law needs at least a surname and a first name.
place-noted = The place is marked.
contact-noted = Your number is noted.
files-kept = { $count ->
    [1] File added.
    [one] { $count } file added.
   *[other] { $count } files added.
}
files-first = I see it, thank you. I’ll add it to the request.
file-not-image = This file doesn’t look like a photo, so it wasn’t added. Please send a picture (JPEG, PNG or WebP).
file-too-big = The file is too large, so it wasn’t added. Please send a smaller one, up to 20 MB.
file-missing = The file didn’t arrive. Please send it again.

## Lines of a summary, as buttons

slot-description = Description
slot-service_code = What happened
slot-address = Address
slot-scope = Where exactly
slot-district = District
slot-entrance = Entrance
slot-apartment = Flat
slot-phone = Phone number
slot-name = Name
slot-official = Addressee
slot-since = Since when
slot-floor = Floor
add-phone = Add a number
add-official = Say who it is for
no-house-number = No house number
known-address = Yes, { $address }
district-name = { $district }
district-other = Another district

## Summaries

dispatcher_request-summary =
    { $service_code }: { $address }{ $entrance ->
        [none] { "" }
       *[other] , entrance { $entrance }
    }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }.{ $since ->
        [none] { "" }
       *[other] { " " }Since { $since }.
    }{ $address_verified ->
        [no] { " " }The street isn’t on our list, so it goes as you wrote it.
       *[other] { "" }
    }{ $danger ->
        [none] { "" }
       *[other] { " " }It will be marked as dangerous.
    }
    The request goes to { $body }; they usually respond { $first_response_hours ->
        [1] within an hour
        [24] within a day
        [72] within three days
        [120] within five days
        [one] within { $first_response_hours } hour
       *[other] within { $first_response_hours } hours
    }.{ $files ->
        [none] { $photo_helps ->
            [yes] { " " }A photo helps to find it faster: send it here.
           *[other] { "" }
        }
       *[other] { " " }Files added: { $files }.
    }{ $phone ->
        [none] { "" }
       *[other] { " " }Phone: { $phone }.
    }{ $consent ->
        [yes] { " " }Only they will see your details; by filing you agree to this: { $privacy_url }
       *[other] { "" }
    }
    Shall we file it?
appeal_submit-summary =
    { $appeal_kind ->
        [none] Appeal
       *[other] { $appeal_kind }
    }. To: { $body ->
        [none] whoever the city contact centre chooses
       *[other] { $body }
    }{ $holder ->
        [none] { "" }
       *[other] { " " }— { $holder }, { $holder_post }
    }.
    “{ $description }”
    { $name }{ $address ->
        [none] { "" }
       *[other] , { $address }
    }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }{ $phone ->
        [none] { "" }
       *[other] , { $phone }
    }{ $email ->
        [none] { "" }
       *[other] , { $email }
    }.
    By law the answer comes within { $appeal_kind_id ->
        [info_request] { $urgent ->
            [yes] 48 hours, as it is about people’s safety or the environment
           *[other] five working days
        }
       *[other] a month
    }, here in the chat.{ $consent ->
        [yes] { " " }Only this body will see your details; by filing you agree to this: { $privacy_url }
       *[other] { "" }
    }
    Shall we file it?
set_address-summary =
    Your address: { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }{ $district ->
        [none] { "" }
       *[other] , { $district } district
    }.{ $consent ->
        [yes] { " " }Only those you file a request with will see it; by saving you agree to this: { $privacy_url }
       *[other] { "" }
    }
    Save it?
appeal_submit-needs-name = Without a name and an address the law doesn’t let an appeal be considered. You can hand it in yourself at the body’s reception. The draft is erased.
set_address-not-kept = All right, I won’t keep the address.
set_address-saved = Saved: { $address }. I won’t ask again.
no-consent = Without your consent it can’t be filed. The draft is erased.

## Filed

case-filed =
    Filed{ $anonymous ->
        [yes] { " " }without your details
       *[other] { "" }
    }: **{ $case_number }**. { $handed ->
        [yes] Handed over to { $body }
       *[no] We are handing it over to { $body }
    }, { $due_basis ->
        [law] the legal deadline is { $due_at }
       *[norm] usually by { $due_at } (the service’s own norm, not a law)
    }.
    { $resident ->
        [none] We’ll
       *[other] { $resident }, we’ll
    } write as soon as anything changes. To ask yourself: “{ $due_basis ->
        [law] where is my appeal
       *[norm] where is my request
    }”.

## How it goes

case-info-given = { $case_number }: thank you, your reply is { $handed ->
    [no] being passed on
   *[yes] passed on
}. { $body } answers for it.
case-added = Added to **{ $case_number }**: { $added_files ->
    [0] { $words ->
        [none] the place on the map
       *[other] your words
    }
    [1] { $words ->
        [none] the file
       *[other] the file and your words
    }
   *[other] { $words ->
        [none] the files
       *[other] the files and your words
    }
}.
case-add-over = { $case_number } is closed, so nothing can be added to it.
menu-add_elsewhere = This is something else
case-status-none = Nothing has been filed from this chat yet.
case-status-unknown = There is no such number among your requests. Check the number or look at your requests.
case-status-one =
    { $case_number } — { $case_topic }: { $case_status }{ $outcome ->
        [none] { "" }
       *[other] , { $outcome }
    }.
    { $answer ->
        [none] { $handed ->
            [yes] Handed over to { $body }
            [no] We are handing it over to { $body }
           *[none] { $body } answers for it
        }{ $overdue ->
            [yes] . The deadline of { $due_at } passed without an answer; we see that and keep reminding them.
           *[no] { $due_basis ->
                [law] , the legal deadline is { $due_at }.
               *[norm] , usually by { $due_at }.
            }
        }
       *[other] “{ $answer }”
    }
case-status-many =
    { $cases }

    To learn more, write a number.
case-line = { $case_number } — { $case_topic }: { $case_status }{ $outcome ->
    [none] { "" }
   *[other] , { $outcome }
}

status-registered = registered
status-forwarded = sent on
status-needs_info = waiting for your reply
status-in_work = in progress
status-answered = answered
status-closed = closed
status-rejected = not taken for consideration
status-reopened = reopened
status-withdrawn = withdrawn

outcome-fixed = fixed
outcome-not_fixed = not fixed
outcome-explained = explained
outcome-granted = granted
outcome-refused = refused

## The city's moves, told to the resident

case-moved-in_work = { $case_number }: work has started. It is done by { $body }.
case-moved-forwarded = { $case_number }: this is now for { $body } to answer. The new deadline is { $due_at }.
case-moved-needs_info =
    { $case_number }: one thing needs clearing up.
    “{ $text }”
    Write your reply or send a photo here; later on, starting with the number.
case-moved-answered =
    { $case_number }: { $outcome ->
        [none] there is an answer
       *[other] { $outcome }
    }.
    “{ $text }”
case-moved-rejected =
    { $case_number }: the body did not take it for consideration. Ground: { $reject_reason }.
    “{ $text }”
    You can appeal against this to a higher body or in court.
case-moved-extended = { $case_number }: the deadline is moved to { $due_at }. Reason: “{ $text }”
case-moved-shortened = { $case_number }: { $urgent ->
    [yes] it concerns people’s safety or the environment, so by law the answer comes in 48 hours, by { $due_at }.
   *[other] no further study is needed, so by law the answer comes by { $due_at }.
}
case-moved-merged = { $case_number }: the same matter is being handled already, so yours now goes with it. Your number stays, and the answer will come here.
case-moved-split = { $case_number }: from now on yours is handled by itself. { $body } answers for it, by { $due_at }.
case-moved-reopened = { $case_number }: reopened, the new deadline is { $due_at }.
case-moved-closed = { $case_number }: closed without your rating. You can still rate or reopen it for 30 days.
case-handed-over = { $case_number }: handed over now. { $body } answers for it, { $due_basis ->
    [law] the legal deadline is { $due_at }.
   *[norm] usually by { $due_at }.
}
case-overdue = { $case_number }: the deadline of { $due_at } passed without an answer. We have reminded the body: { $body }.

reject-anonymous = no name or no place of residence
reject-no_substance = it is not clear what the matter is
reject-repeated_solved = a repeated appeal on a matter already resolved
reject-complaint_term_passed = the time for a complaint has passed
reject-incapable = a court declared the person legally incapable

## What is wrong, by service code

service-code-hot_water = Hot water
service-code-cold_water = Cold water
service-code-heating = Heating
service-code-electricity = Electricity
service-code-gas = Gas
service-code-sewage = Sewerage
service-code-elevator = Lift
service-code-roof_leak = Leaking roof
service-code-entrance = Building entrance
service-code-waste = Rubbish collection
service-code-roads = Road
service-code-street_light = Street lighting
service-code-snow_ice = Snow and ice
service-code-trees = Trees
service-code-playground = Playground
service-code-shelter = Shelter
service-code-parking = Parking
service-code-construction = Construction
service-code-noise = Noise
service-code-animals = Animals
service-code-transport = Public transport
service-code-parks = Parks and green spaces
service-code-billing = Service bill
service-code-other = Another problem

kind-appeal = appeal
kind-dispatcher_request = request
kind-utility_complaint = complaint about a service
kind-official_complaint = complaint
kind-info_request = information request

## Places

place-point = the place marked on the map
