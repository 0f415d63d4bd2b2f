"""English words a resident is likely to use: enough to tell English from romanised Ukrainian."""

WORDS = frozenset(
    """
    a about above accident account across address after afternoon again against ago agent air
    alarm alert all alley already also always am ambulance an and animal animals another
    answer any anybody anyone anything apartment app appeal application apply appointment are
    area around as ask asked at attack away baby back bad barking basement be bear because
    been before behind being bench benefit best better between big bill bills bin bins
    bleeding block blocked body book bot bother both bridge bring broke broken brother budget
    building burning burst bus busy but by bye call called calling came can cancel cannot cant
    car card care cars case cat cellar center central centre change charge charged check
    checking child children city clean cleaned cleaner cleaning clinic close closed cold
    collect collected come coming company complain complaint construction consult contact
    correct cost could council couldnt country court courtyard cracked crew crime cut cutting
    damaged danger dangerous dark date daughter day days dead debt deaf delay delete dentist
    department depot deputy did didnt different dirty disabled district do doctor does doesnt
    dog dogs doing done dont door doors down drain drainage drive driver drunk during each ear
    early earlier east electric electricity electrician elevator else email emergency employee
    empty end english enough enrol enroll enter entire entrance even evening ever every
    everything exactly explain eye fall fallen falling family far father feel feeling fell few
    file filed fill find fine fire first fix fixed flat flood flooded flooding floor flooded
    follow food for forgot found four free freezing friend from front full garage garbage
    garden gas gave get gets getting give given go goes going gone good goodbye got grass
    great green ground group guy guys had half hall hand happen happened happening has hasnt
    hate have havent having he head health hear heat heater heating heavy hello help helped
    her here hey hi high him his hole holiday home hospital hot hour hours house housing how
    however human hurt husband i ice icicle icy id idea if ill im immediately important in
    information injured inside install instead intercom into is isnt issue it its ive job just
    keep keeps key kid kids kindergarten know lamp lamps language last late later law leak
    leaking leaks least leave left less let letter level lift light lights like line list live
    living local lock long look looking lost lot loud machine made mail make making man
    manager many market matter may maybe me mean meeting message meter metro middle might
    minute minutes missing mistake money month months more morning most mother move much music
    must my name near need needed needs neighbor neighborhood neighbors neighbour
    neighbourhood neighbours never new news next nice night no nobody noise noisy none noon
    nope not nothing notice now number of off office official officials often oh ok okay old
    on once one only open opened operator option or order other our out outage outages outside
    over own owner paid painted paper parents park parked parking part pass passport pavement
    pay paying payment pediatrician pension people person petition petitions phone photo pipe
    pipes pit place plan playground please point pole police pool poor possible pothole
    potholes power pressure price problem problems properly property public pull pump put
    queue question quick quickly quiet radiator rain rang rate rating raw reach read ready
    real really reason recalculate recalculation receive received recently record red register
    registered remove removed repair repaired repairs reply report reported request resident
    residents response rid right ring road roads robbed roof room route rubbish rude russian
    said same sand saturday say saying says school search second see send sent serious service
    services several sewage sewer she shelter shop shots should show shut sick side sidewalk
    sign signed since sir sister site sits sitting sleep sleeping slippery slow small smell
    smells smoke smoking snow so social some somebody someone something son soon sorry speak
    speaking specialist stairs stairwell start started starting state station status stay
    steal stealing step still stink stinks stolen stop stopped stops storm stray street
    streetlight streetlights streets strong stuck submit subscribe subscription subsidy subway
    such suggest suicide sunday support sure swing switch switched system take taken takes
    taking talk tap tariff tariffs taxi teacher tell temperature ten terrible than thank
    thanks that thats the their them then there these they thing things think third this those
    threat three through throw thursday ticket till time times tired to today together told
    tomorrow tonight too took toilet total touch town traffic tram transfer transport trash
    tree trees tried trolley trolleybus try trying tuesday turn turned two type ukrainian
    uncle unconscious under understand unfair unsubscribe until up update upper urgent us use
    used very via visit vote votes wait waiting walk wall want wants warm warning was wasnt
    waste watching water way we website wednesday week weekend weeks well went were west wet
    what whats wheelchair when where which while who whole why wife will window windows wire
    wires wish with without woman wont word work worked worker workers working works worried
    worse worst would write wrong yard year years yellow yep yes yesterday yet you young your
    yours zero avenue boulevard lane square highway kyiv kiev ukraine
    """.split()
)
