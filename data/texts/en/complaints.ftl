### Complaints: about a utility's service, about an official.

## A utility complaint

utility_complaint-ask-description = Put it in one message: who is doing what wrong?
    .again = Please say a little more: which service, and what is wrong with it?
    .help = For example: “Kyivteploenerho charged twice as much for October”, “14 degrees in the flat for three weeks”.
ask-service = Which service is it about?
    .again = Please name the service: heating, water, power, gas, waste, upkeep of the house?
    .help = The service decides which company must answer.
service-heating = Heating
service-hot_water = Hot water
service-cold_water = Cold water
service-house = Upkeep of the house
service-electricity = Power
service-gas = Gas
service-sewage = Sewerage
service-waste = Waste collection
ask-period = For what time: a month, or since when?
    .again = Please name a month or a day: “October”, “since 10 November”.
    .help = The company checks the service and recalculates the charge for this time.
period-ahead = That time has not come yet.
ask-wanted = What do you ask for?
    .again = Choose, or say in your own words what you ask for.
    .help = The company answers exactly what you ask; your own words will do.
wanted-recalculation = Recalculate the charge
wanted-act = Check and draw up an act
wanted-repair = Repair it
wanted-apology = Apologise
utility_complaint-ask-name = { $address ->
    [none] By law the consumer signs a claim. Your surname and first name, and after a comma the address served?
   *[other] By law the consumer signs a claim. Your surname and first name?
}
    .again = Please write the consumer’s surname and first name.
    .help = Without a name the company cannot check the service and recalculate. Only the company will see it.
utility_complaint-ask-address = At which address is the service provided?
    .again = Please write street, house and flat: “Drahomanova, 15, flat 3”.
    .help = The address tells which company answers.
utility_complaint-needed-name = Without a name the claim will not be considered.
utility_complaint-needed-address = Without the address nobody can tell which company answers.
needed-period = Without the time the company would not know what to check.
needed-wanted = The company must know what you ask for. If unsure, ask for a check: its act is what a recalculation rests on.
needed-service = Without the service nobody can tell which company answers.
ask-account = What is the account number?
    .again = Please write the digits of the account number on the bill.
    .help = It is at the top of the bill. You can leave it out.
skip-account = No account number
add-account = Add the account
slot-service = Service
slot-period = Time
slot-wanted = Request
slot-account = Account number
utility_complaint-summary =
    A claim. To: { $body }.
    { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }{ $account ->
        [none] { "" }
       *[other] , account { $account }
    }.
    “{ $description }”
    Time: { $period }. I ask: { $wanted }.{ $files ->
        [none] { "" }
       *[other] { " " }Files added: { $files }.
    }
    By law the company decides in five working days; silence admits the claim.{ $consent ->
        [yes] { " " }Only this company will see your details; by filing you agree to that: { $privacy_url }
       *[other] { "" }
    }
    File it?
utility_complaint-needs-name = Without a name and an address the company will not consider a claim. The draft is deleted. The fault itself can be reported without a name.

utility_complaint-how-long = By law the company decides within five working days; silence means it agrees with the claim.

## The claim goes on: an act, the inspection

claim-act-offered =
    { $case_number }: a day has passed without a word from { $body }. By law the act may now be drawn up without the company: at least two consumers sign it, you and a neighbour.
    The text below is ready. Sign it, take a picture and send it here.
claim-act =
    CLAIM ACT
    Kyiv, { $today }
    Consumer: { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }.
    Provider: { $body }.
    Called as { $case_number } on { $registered_at }; nobody from the provider came within a day.
    Violation: “{ $description }”
    Time: { $period }. Demand: { $wanted }.
    Signatures of consumers:
    1. ____________________
    2. ____________________
claim-overdue = { $case_number }: the five working days ended on { $due_at } without a decision. By law this means that { $body } admits the claim.
inspection_appeal-summary =
    Now the inspection that oversees such services can be asked. The text is ready:
    “{ $against } has not decided on claim { $claim } of { $registered_at }. { $description } Please check and have done: { $wanted }.”
    { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }.{ $consent ->
        [yes] { " " }Only the inspection will see your details; by filing you agree to that: { $privacy_url }
       *[other] { "" }
    }
    File it?
inspection_appeal-not-now = The inspection is asked when a company has not decided on your claim in time. There is no such claim now.

## A complaint about an official

official_complaint-ask-description = Put it in one message: who did what wrong, and where?
    .again = Please say a little more: what happened?
    .help = A few sentences are enough: what happened, where and when, who saw it. The complaint goes to the body above, not to the one you complain of.
official_complaint-ask-official = Whom is it about: who, and in which body?
    .again = Write the post and the body: “head of a division, Darnytskyi district administration”.
    .help = You need not know the name: the post and the body are enough.
official_complaint-ask-address = The law asks for the address where you live. What is it?
    .again = Please write street, house and flat: “Drahomanova 15, flat 3”.
    .help = By law a complaint without a home address need not be considered. Only the body that considers it will see the address.
official_complaint-needed-address = Without an address the law does not let a complaint be considered.
ask-date = When did it happen?
    .again = Please write the day or the month: “yesterday”, “15 November”.
    .help = One can complain within a year, and within a month of learning of it.
date-ahead = That day has not come yet.
official_complaint-ask-wanted = What do you ask for?
    .again = Say in your own words what you ask for.
    .help = For example: to check, to apologise, to cancel the decision.
official_complaint-needed-official = Without whom it is about, the complaint will not be considered.
needed-date = Without a day it cannot be checked. Roughly will do: “early November”.
official_complaint-who-sees = The body above considers the complaint, not the one you complain of. Only its staff see your details.
official_complaint-how-long = By law the answer comes within a month.
add-wanted = Add a request
skip-wanted = No request
slot-date = When
official_complaint-summary =
    A complaint about: { $official }{ $holder ->
        [none] { "" }
       *[other] { " " }— { $holder }, { $holder_post }
    }. It goes to { $body ->
        [none] a body above
       *[other] { $body }
    }, not to the one you complain of.
    “{ $description }”
    When: { $date }.{ $wanted ->
        [none] { "" }
       *[other] { " " }I ask: { $wanted }.
    }{ $over_a_year ->
        [yes] { " " }More than a year has passed, so by law it may be refused.
       *[other] { "" }
    }{ $files ->
        [none] { " " }You can send a photo or a document here.
       *[other] { " " }Files added: { $files }.
    }
    { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , flat { $apartment }
    }.
    By law the answer comes within a month.{ $consent ->
        [yes] { " " }Only this body will see your details; by filing you agree to that: { $privacy_url }
       *[other] { "" }
    }
    File it?
