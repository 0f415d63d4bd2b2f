### News: followed, told, paused, stopped.

menu-subscribe_news = Новини мого району
menu-unsubscribe_news = Відписатися
menu-my_news = Мої підписки
menu-pause_news = Призупинити
flow-subscribe_news = Підписка на новини
flow-unsubscribe_news = Відписка від новин
flow-my_news = Мої підписки
flow-pause_news = Пауза в новинах

topic-utilities = Світло, вода, тепло
topic-transport = Транспорт
topic-roads = Дороги
topic-safety = Безпека
topic-education = Школи й садки
topic-health = Здоров’я
topic-culture = Культура
topic-ecology = Довкілля
topic-social = Соцдопомога
topic-construction = Будівництво
topic-budget = Бюджет
topic-petitions = Петиції
topic-all = Усе
place-all = Увесь Київ
place-home = Мій дім: { $address }
place-district = { $district } район

ask-topics = Про що писати? Можна назвати кілька тем.
    .again = Назвіть тему або кілька: «світло і транспорт». Можна й «усе».
    .help = Є ще: здоров’я, культура, довкілля, соцдопомога, будівництво, бюджет, петиції.
ask-places = Де саме: район, місцевість, вулиця чи ваш дім?
    .again = Напишіть місце: «Позняки», «Дарницький район», «вул. Ревуцького, 9».
    .help = Писатиму лише про це місце й про те, що стосується всього району чи міста.
ask-rhythm = Як часто писати?
    .again = Оберіть, будь ласка: одразу, раз на день чи раз на тиждень?
    .help = Про небезпеку напишу одразу за будь-якого вибору.
rhythm-now = Одразу
rhythm-daily = Раз на день
rhythm-weekly = Раз на тиждень
slot-topics = Теми
slot-places = Місце
slot-rhythm = Як часто
slot-subscription = Підписка
needed-topics = Без теми не знатиму, про що писати. Можна обрати «Усе».
needed-places = Без місця не знатиму, звідки новини. Можна обрати «Увесь Київ».
needed-rhythm = Оберіть, як часто писати.
unsubscribe_news-ask-subscription = Від чого відписати?
    { $follows }
    .again = Оберіть номер зі списку або «Від усього»:
        { $follows }
    .help = Підписатися знову можна будь-коли.
subscription-option = { $topics } · { $places }
subscription-everything = Від усього
pause_news-ask-date = До якого дня не писати?
    .again = Напишіть день: «до понеділка», «1 грудня».
    .help = Потім новини прийдуть самі.

news-follows = { $topics } · { $places }
news-line = { $number }. { $topics } · { $places }, { $rhythm_id ->
    [now] одразу
    [daily] раз на день
   *[weekly] раз на тиждень
}
news-followed = Готово, писатиму { $told_in ->
    [telegram] у Telegram
    [viber] у Viber
    [mail] на пошту
   *[other] сюди
}{ $rhythm_id ->
    [now] { " одразу" }
    [daily] { " раз на день" }
   *[weekly] { " раз на тиждень" }
}:
    { $followed }{ $rhythm_id ->
        [now] { "" }
       *[other] { "\u000A" }Перший випуск — { $told_at }.
    }
    Щоб зупинити, напишіть «відписатися».
news-too-many = Підписок уже забагато. Від якоїсь спершу відпишіться.
news-no-channel = { $channel ->
    [telegram] Вашого Telegram ще не знаю.
    [viber] Вашого Viber ще не знаю.
   *[mail] Вашої пошти ще не знаю.
} Прив’яжіть — і напишіть ще раз, про що новини.
news-none = Підписок у вас немає. Оформимо?
news-list = Ось що я вам пишу:
    { $follows }{ $paused ->
        [none] { "" }
       *[other] { "\u000A" }Зараз пауза: до { $paused } мовчу.
    }
news-stopped = { $follows_count ->
    [0] Готово, новин більше не буде.
   *[other] Готово. Лишилося:
        { $follows }
}
news-not-followed = На таке ви не підписані.
news-paused = Добре, до { $paused } новин не буде.
news-resumed = Добре, знову пишу вам новини.
news-day-gone = Цей день уже минув. Назвіть, будь ласка, пізніший.
news-stop = Відписатися

news-item = { $news_title }

    { $news_text }

    Чому це вам: { $why }
news-digest = { $news_count ->
    [one] Новини: { $news_count } повідомлення
    [few] Новини: { $news_count } повідомлення
   *[other] Новини: { $news_count } повідомлень
}

    { $news_items }
