### What the city knows already of a fault.

ask-near_here = Is it at { $near }?
    .again = Please choose: at { $near }, or somewhere else?
    .help = This address was named close to your point. It helps to find the place, but is not required.
near_here-here = Yes, there
near_here-elsewhere = No, elsewhere
slot-near_here = Point on the map

outage-planned = A planned outage
outage-emergency = An emergency outage
outage-stabilisation = A stabilisation outage
ask-despite = { $outage }: { $service_code }, { $address }, until { $until }. File a request all the same?
    .again = File a request, or wait until it is back?
    .help = Usually everything is back after that without a request. If yours is another trouble, file it.
despite-file = File it anyway
despite-wait = I’ll wait
slot-despite = Whether to file
outage-waited = All right, nothing is filed. If it is not back after { $until }, write to me and I will file it at once.

ask-join = { $same_own ->
    [yes] You reported this on { $same_since }: { $same }, { $same_status }. Is it the same?
   *[no] { $same_topic }, { $address }: this is known, a request was filed on { $same_since } ({ $same_status }). Add you to it? We will write as soon as anything changes.
}
    .again = { $same_own ->
        [yes] Is it the same trouble as { $same }, or another?
       *[no] Add you to the request, or is yours another?
    }
    .help = One request for all is faster: the crew does not go twice, and everybody gets the news.
join-join = { $same_own ->
    [yes] Yes, the same
   *[no] Yes, add me
}
join-other = No, mine is another
slot-join = Whether it is the same
case-known = { $same }: { $same_status }. We will write as soon as anything changes.
case-joined = Added: **{ $case_number }**. With you, this was reported { $reported ->
    [one] { $reported } time
   *[other] { $reported } times
}. { $body } answers, usually by { $due_at }. We will write as soon as anything changes.
slot-danger = Danger
