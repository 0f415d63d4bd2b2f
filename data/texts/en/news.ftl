### News: followed, told, paused, stopped.

menu-subscribe_news = News of my area
menu-unsubscribe_news = Unsubscribe
menu-my_news = My subscriptions
menu-pause_news = Pause
flow-subscribe_news = News subscription
flow-unsubscribe_news = Unsubscribing from news
flow-my_news = My subscriptions
flow-pause_news = Pause in news

topic-utilities = Power, water, heat
topic-transport = Transport
topic-roads = Roads
topic-safety = Safety
topic-education = Schools and kindergartens
topic-health = Health
topic-culture = Culture
topic-ecology = Environment
topic-social = Social support
topic-construction = Construction
topic-budget = Budget
topic-petitions = Petitions
topic-all = Everything
place-all = All of Kyiv
place-home = My home: { $address }
place-district = { $district } district

ask-topics = What shall I write about? You can name several topics.
    .again = Name one topic or more: “power and transport”. “Everything” works too.
    .help = There are also health, culture, environment, social support, construction, budget, petitions.
ask-places = Where: a district, an area, a street or your home?
    .again = Write a place: “Pozniaky”, “Darnytskyi district”, “Revutskoho St, 9”.
    .help = I will write only about this place and what concerns its whole district or the city.
ask-rhythm = How often shall I write?
    .again = Please choose: at once, once a day or once a week?
    .help = Of danger I write at once whatever you choose.
rhythm-now = At once
rhythm-daily = Once a day
rhythm-weekly = Once a week
slot-topics = Topics
slot-places = Place
slot-rhythm = How often
slot-subscription = Subscription
needed-topics = Without a topic I won’t know what to write about. You can choose “Everything”.
needed-places = Without a place I won’t know whose news to send. You can choose “All of Kyiv”.
needed-rhythm = Please choose how often to write.
unsubscribe_news-ask-subscription = Which one shall I stop?
    { $follows }
    .again = Choose a number from the list or “All of them”:
        { $follows }
    .help = You can subscribe again at any time.
subscription-option = { $topics } · { $places }
subscription-everything = All of them
pause_news-ask-date = Until which day shall I not write?
    .again = Write a day: “until Monday”, “1 December”.
    .help = After it news comes again by itself.

news-follows = { $topics } · { $places }
news-line = { $number }. { $topics } · { $places }, { $rhythm_id ->
    [now] at once
    [daily] once a day
   *[weekly] once a week
}
news-followed = Done, I will write { $told_in ->
    [telegram] in Telegram
    [viber] in Viber
    [mail] by e-mail
   *[other] here
}{ $rhythm_id ->
    [now] { " at once" }
    [daily] { " once a day" }
   *[weekly] { " once a week" }
}:
    { $followed }{ $rhythm_id ->
        [now] { "" }
       *[other] { "\u000A" }The first one comes on { $told_at }.
    }
    To stop, write “unsubscribe”.
news-too-many = You have too many subscriptions already. Please stop one first.
news-no-channel = { $channel ->
    [telegram] I don’t know your Telegram yet.
    [viber] I don’t know your Viber yet.
   *[mail] I don’t know your e-mail yet.
} Link it, then tell me again what news you want.
news-none = You have no subscriptions. Shall we set one up?
news-list = This is what I write to you about:
    { $follows }{ $paused ->
        [none] { "" }
       *[other] { "\u000A" }Paused now: silent until { $paused }.
    }
news-stopped = { $follows_count ->
    [0] Done, there will be no more news.
   *[other] Done. What is left:
        { $follows }
}
news-not-followed = You are not subscribed to that.
news-paused = All right, no news until { $paused }.
news-resumed = All right, I write news to you again.
news-day-gone = That day is over. Please name a later one.
news-stop = Unsubscribe

news-item = { $news_title }

    { $news_text }

    Why you: { $why }
news-digest = { $news_count ->
    [one] News: { $news_count } item
   *[other] News: { $news_count } items
}

    { $news_items }
