### A case sent to its body by mail: read by clerks, in Ukrainian. What a line needs is told after its name.

mail-subject-registered = { $case_number } — { $case_topic }: надійшло до вас
mail-subject-forwarded = { $case_number } — { $case_topic }: передано вам
mail-subject-info_given = { $case_number } — { $case_topic }: мешканець уточнив
mail-subject-reopened = { $case_number } — { $case_topic }: поновлено
mail-subject-withdrawn = { $case_number } — { $case_topic }: мешканець відкликав
mail-subject-warned = { $case_number } — { $case_topic }: нагадування про строк

mail-opening-registered = Мешканець звернувся до міста. Відповідає ваша установа: { $body }.
mail-opening-forwarded = Передано вам. За це відповідає ваша установа: { $body }.
mail-opening-info_given = Мешканець уточнив: відповів на запитання або щось додав. Відповідає ваша установа: { $body }.
mail-opening-warned = Нагадування: мешканець іще не має відповіді. Відповідає ваша установа: { $body }.
mail-opening-reopened = Поновлено: питання лишилося нерозв’язаним. Відповідає ваша установа: { $body }.
mail-opening-withdrawn = Мешканець відкликав цю заявку, тож робити за нею більше нічого не треба. Установа: { $body }.

## Facts, a line each

mail-number = Номер: { $case_number }
mail-topic = Що: { $case_topic }
mail-place = Де: { $address }{ $entrance ->
    [none] { "" }
   *[other] , під’їзд { $entrance }
}{ $apartment ->
    [none] { "" }
   *[other] , кв. { $apartment }
}
mail-home = Де живе мешканець: { $address }{ $entrance ->
    [none] { "" }
   *[other] , під’їзд { $entrance }
}{ $apartment ->
    [none] { "" }
   *[other] , кв. { $apartment }
}
mail-district = Район: { $district }
mail-unverified = Увага: адресу не звірено, такої вулиці немає в нашому переліку
mail-scope-outside = Обсяг: на вулиці або в усьому будинку
mail-scope-inside = Обсяг: в одній квартирі, у під’їзді чи у дворі
mail-since = Триває з: { $since }
mail-addressee = Кому адресовано: { $body }
mail-about = На кого скарга: { $official }
mail-holder = Посаду обіймає: { $holder_post } — { $holder }
mail-urgent = Невідкладно: закон дає на відповідь 48 годин (2939-VI, стаття 20)
mail-due = Строк: до { $due_at }{ $due_basis ->
    [law] , за законом
   *[norm] { " " }(це норма служби, не закон)
}

## Names of facts whose values stand as they were told

mail-floor = Поверх
mail-point = Точка на карті
mail-as-told = Адреса словами мешканця
mail-filed = Подано
mail-facts = Що відомо
mail-words = Словами мешканця
mail-why = Чому поновлено
mail-answer = Відповідь установи
mail-answer-title = Відповідь
mail-answer-about = Реквізити
mail-answer-number = Номер
mail-answer-day = Дата
mail-answer-to = Кому
mail-answer-to-anybody = заявникові
mail-answer-on = На звернення
mail-answer-signed = Підписує
mail-answer-appeal = Як оскаржити
mail-answer-appeal-how = З відповіддю можна не погодитися: поскаржитися до вищої установи або посадової особи протягом місяця, відколи про неї дізналися, або звернутися до суду.
mail-answered = Надано
mail-contact = Зв’язок із мешканцем
mail-name = Ім’я
mail-phone = Телефон
mail-email = Електронна пошта

## Why a case was opened again

mail-not-fixed = Мешканець каже: не зроблено.
mail-rated = Оцінка мешканця: якість { $quality }, швидкість { $speed } з 5.

## The case as a document

mail-paper-title = { $case_number } — { $case_topic }
mail-paper-author = Місто, для установи: { $body }
mail-files = Файли

## The rest

mail-no-contact = Контактів мешканець не залишив. Запитати його можна на сторінці заявки.
mail-photos = Фото у вкладенні: { $count }
mail-document = Те саме окремим документом (PDF) — у вкладенні.
mail-more-files = Ще файли, на сторінці заявки: { $count }
mail-link = Підтвердити й відповісти без облікового запису можна за цим посиланням. Воно лише для вашої установи, не передавайте його іншим:
mail-page = Узяти в роботу, запитати мешканця й відповісти можна на сторінці заявки:
mail-automatic = Лист надіслано автоматично. Відповідь на нього до мешканця не дійде.
