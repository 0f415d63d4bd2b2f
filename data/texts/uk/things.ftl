### What the city holds of a resident: shown, handed over, forgotten.

menu-my_things = Мої дані
menu-my_copy = Отримати копію
menu-forget_me = Видалити мої дані
flow-my_things = мої дані
flow-my_copy = копія моїх даних
flow-forget_me = видалити мої дані

my_things = { $consented_at ->
    [none] Ваших особистих даних у нас немає: згоди на це не було.
   *[other] Ось що ми про вас зберігаємо за вашою згодою від { $consented_at }.
}{ $name ->
    [none] {""}
   *[other] {"\u000A"}Ім’я: { $name }
}{ $phone ->
    [none] {""}
   *[other] {"\u000A"}Телефон: { $phone }
}{ $email ->
    [none] {""}
   *[other] {"\u000A"}Пошта: { $email }
}{ $address ->
    [none] {""}
   *[other] {"\u000A"}Адреса: { $address }
}{ $case_count ->
    [0] {""}
    [one] {"\u000A"}{ $case_count } подана справа{ $open_count ->
        [0] {""}
       *[other] , вона ще відкрита
    }.
    [few] {"\u000A"}{ $case_count } подані справи, з них відкритих: { $open_count }.
   *[other] {"\u000A"}{ $case_count } поданих справ, з них відкритих: { $open_count }.
}{ $draft_count ->
    [0] {""}
    [one] {"\u000A"}{ $draft_count } чернетка.
    [few] {"\u000A"}{ $draft_count } чернетки.
   *[other] {"\u000A"}{ $draft_count } чернеток.
}{ $signature_count ->
    [0] {""}
    [one] {"\u000A"}{ $signature_count } підпис за петицію: спитайте «мої підписи».
    [few] {"\u000A"}{ $signature_count } підписи за петиції: спитайте «мої підписи».
   *[other] {"\u000A"}{ $signature_count } підписів за петиції: спитайте «мої підписи».
}{ $subscription_count ->
    [0] {""}
    [one] {"\u000A"}{ $subscription_count } підписка на новини: спитайте «мої підписки».
    [few] {"\u000A"}{ $subscription_count } підписки на новини: спитайте «мої підписки».
   *[other] {"\u000A"}{ $subscription_count } підписок на новини: спитайте «мої підписки».
}{ $petition_count ->
    [0] {""}
   *[other] {"\u000A"}Ваших петицій: { $petition_count }.
}{ $file_count ->
    [0] {""}
    [one] {"\u000A"}{ $file_count } файл.
    [few] {"\u000A"}{ $file_count } файли.
   *[other] {"\u000A"}{ $file_count } файлів.
}
    { $chat_count ->
        [one] І ця розмова.
       *[other] І розмови у ваших чатах: { $chat_count }.
    }{ $consented_at ->
        [none] { " " }Без згоди ми стираємо її за кілька днів.
       *[other] {""}
    } Хто це бачить: { $privacy_url }

my_copy =
    Тут усе, що ми про вас маємо: розмови, справи, файли.
    Прочитати: { $copy_url }.txt
    Для програм (JSON): { $copy_url }.json
    Посилання діє добу. Не пересилайте його: хто його має, той усе побачить.

forget_me-ask-fate =
    { $open_count ->
        [one] Одна ваша справа ще відкрита:
       *[other] Ваші справи ще відкриті:
    }
    { $open_cases }
    Відкликати { $open_count ->
        [one] її
       *[other] їх
    } й видалити все зараз чи спершу дочекатися відповіді?
    .again = Справа ще відкрита. Відкликати й видалити все, дочекатися відповіді чи нічого не чіпати?
slot-fate = Відкриті справи
fate-withdraw = Відкликати й видалити
fate-wait = Дочекатися відповіді
fate-keep = Нічого не видаляти

forget_me-ask-forget_sure = Видалимо назавжди: ім’я, телефон, пошту, адресу, розмови, файли, чернетки{ $chat_count ->
    [one] {""}
   *[other] {" "}в усіх ваших чатах
}. { $kept_count ->
    [0] Від поданих справ лишиться номер і чим скінчилося — без вас.
   *[other] За законом ще { $kept_years ->
        [one] { $kept_years } рік
        [few] { $kept_years } роки
       *[other] { $kept_years } років
    } зберігаємо текст звернень і відповідей — без вашого імені, номера й адреси.
}{ $signature_count ->
    [0] {""}
   *[other] {" "}Підписи за петиції лишаться порахованими, але без вас.
}{ $petition_count ->
    [0] {""}
   *[other] {" "}Неопубліковану петицію відкличемо, опублікована лишиться без вашого імені.
} Повернути це не вийде. Видалити?
    .again = Скажіть «так» — і видалимо все, що можемо; «ні» — і нічого не зміниться.
    .help = Після цього ми не знатимемо, що цей чат був ваш, і про старі справи вже не розкажемо. Написати знову можна будь-коли.
slot-forget_sure = Видалення
forget_sure-forget = Так, видалити
forget_sure-keep = Ні, лишити

forget_me-kept = Гаразд, нічого не видаляємо.
forget_me-done = Готово: ваших даних у нас більше немає. Орган, який уже отримав справу, має свою копію — про неї питайте в нього. На все добре!
forget_me-waits = Гаразд. Щойно справи закриють, видалимо все й напишемо. Передумаєте — скажіть ще раз «видаліть мої дані».

## The copy, for reading

copy-made_at = Складено
copy-persons = Хто ви
copy-name = Ім’я
copy-phone = Телефон
copy-email = Пошта
copy-address = Адреса
copy-consented_at = Згода від
copy-chats = Розмови
copy-since = З
copy-language = Мова
copy-drafts = Чернетки
copy-flow = Про що
copy-told = Сказано
copy-talk = Листування
copy-at = Коли
copy-who = Хто
copy-text = Текст
copy-consents = Згоди
copy-version = Текст згоди
copy-withdrawn = Відкликано
copy-handoffs = Покликали оператора
copy-reason = Причина
copy-waiting_since = Чекали з
copy-status = Стан
copy-ended_at = Скінчилося
copy-handed_to = Кому передали
copy-number = Номер
copy-body = Орган
copy-by = Як
copy-delivered_at = Передано
copy-petitions = Петиції
copy-title = Назва
copy-filed_at = Подано
copy-signatures = Підписи
copy-files = Файли
copy-kind = Вид
copy-mime = Формат
copy-size = Байтів
copy-created_at = Надіслано
copy-case = Справа
copy-cases = Справи
copy-description = Суть
copy-answer = Відповідь
copy-registered_at = Зареєстровано
copy-due_at = Строк
copy-answered_at = Відповіли
copy-closed_at = Закрито
copy-rating = Оцінка
copy-quality = Якість
copy-speed = Швидкість
copy-rating_reason = Чому така оцінка
copy-history = Що було
copy-event = Подія
copy-attachments = Файли справи
copy-applicant = Заявник
copy-street = Вулиця
copy-house = Будинок
copy-apartment = Квартира
copy-entrance = Під’їзд
copy-floor = Поверх
copy-district = Район
copy-facts = Подробиці
copy-service_code = Про що
copy-outcome = Чим скінчилося
copy-addressee = Кому
copy-who-resident = ви
copy-who-bot = бот
copy-who-staff = оператор
copy-yes = так
copy-no = ні
copy-link-gone = Посилання вже не діє або неповне. Попросіть копію ще раз: «копія моїх даних».

## The page of one's own things, opened from a messenger

my-page-title = Мої справи
my-page-cases = Справи
my-page-no-cases = Ви ще нічого не подавали. Напишіть у чат, що сталося, — допоможемо подати.
my-page-person = Що ми про вас знаємо
my-page-no-person = Ваших особистих даних у нас немає.
my-page-copy = Копія всього
my-page-copy-note = Розмови, справи, підписи й файли. Посилання діють добу; хто їх має, той усе побачить.
my-page-read = Прочитати
my-page-json = Файл для програм (JSON)
my-page-change = Щоб щось змінити чи видалити, напишіть у чат: «мої дані».
my-page-lost = Не бачимо, хто ви: сторінка застаріла. Закрийте її та відкрийте знову кнопкою в чаті.
