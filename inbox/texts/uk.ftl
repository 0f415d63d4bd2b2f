### The staff inbox in Ukrainian.

## The frame of every page

title = { $page } · misto
title-counts = { $waiting ->
    [0] { $late ->
        [0] { $page } · misto
       *[other] ({ $late }!) { $page } · misto
    }
   *[other] { $late ->
        [0] ({ $waiting }) { $page } · misto
       *[other] ({ $waiting } · { $late }!) { $page } · misto
    }
}
skip = До вмісту
nav = Розділи
nav-queue = Черга
nav-undelivered = Не дійшло
nav-people = Працівники
back-to-queue = До черги
sign-out = Вийти
language-other = English
presence-here = На місці
presence-away = Не на місці
presence-here-now = Ви на місці: мешканцям можуть обіцяти вашу відповідь
presence-away-now = Вас немає на місці: мешканцям обіцяють не вас
presence-set-away = Відійти
presence-set-here = Повернутися
live-on = Оновлюється наживо
live-off = З’єднання втрачено, відновлюємо…
dismiss = Закрити
show-data = Показати дані
data-hint = Перегляд записується в журнал.

## Keys

keys = Клавіші
keys-open = Клавіші й довідка
keys-next = Наступний рядок списку
keys-previous = Попередній рядок списку
keys-open-row = Відкрити рядок
keys-search = Пошук
keys-reply = Поле відповіді
keys-send = Надіслати написане
keys-take = Узяти собі
keys-back = До черги
keys-help = Ця довідка
keys-off = Вимкнути клавіші
keys-on = Увімкнути клавіші
keys-foot = Клавіші не діють, коли курсор у полі. Кожна дія має й кнопку на сторінці.

## Signing in

sign-in = Вхід для працівників
sign-in-lead = Тут відповідають мешканцям.
sign-in-email = Електронна адреса
sign-in-password = Пароль
sign-in-go = Увійти
sign-in-help = Немає пароля чи забули його? Попросіть в адміністратора одноразове посилання.
sign-in-wrong = Адреса або пароль не ті. Перевірте й спробуйте ще раз.
sign-in-too-often = Забагато невдалих спроб. Зачекайте 15 хвилин або попросіть в адміністратора нове посилання.

welcome = Вітаємо!
welcome-lead = Залишилося назватися й придумати пароль. Посилання спрацює один раз.
welcome-name = Ім’я та прізвище
welcome-name-hint = Так вас бачитимуть колеги.
welcome-email = Електронна адреса
welcome-email-hint = З нею ви входитимете.
welcome-password = Пароль
welcome-password-hint = Щонайменше 12 знаків. Найлегше запам’ятати кілька випадкових слів.
welcome-again = Пароль ще раз
welcome-go = Зберегти й увійти
welcome-problems = Залишилося поправити:
welcome-name-empty = Напишіть, як вас звати.
welcome-email-bad = Напишіть електронну адресу у вигляді imia@example.com.
welcome-email-taken = Ця адреса вже в іншого працівника. Напишіть свою.
welcome-password-short = Пароль закороткий: потрібно щонайменше 12 знаків.
welcome-password-long = Пароль задовгий: щонайбільше 256 знаків.
welcome-password-other = Паролі різні. Наберіть той самий двічі.
welcome-password-known = Пароль збігається з адресою чи іменем. Придумайте інший.

link-dead = Посилання більше не діє
link-dead-lead = Його вже використали, або минув його строк. Попросіть в адміністратора нове, а якщо пароль уже є — увійдіть.
link-dead-go = До входу

## The queue

queue = Черга
handoffs = Розмови
handoffs-none = Ніхто не чекає. Нова розмова з’явиться тут сама.
handoffs-waiting = { $count ->
    [one] { $count } чекає
   *[other] { $count } чекають
}
handoff-title = Розмова № { $id }
handoff-waits = чекає { $span }
handoff-promised = обіцяно до { $when }
handoff-promise-late = обіцяли до { $when }
handoff-taken = веде { $name }
handoff-mine = ведете ви
handoff-for = уже { $span }
cases = Заявки
cases-none = Тут порожньо.
cases-none-late = Прострочених немає.
cases-none-soon = Найближчими двома днями строк не спливає в жодної.
cases-none-mine = За вами нічого немає. Відкрийте заявку й натисніть «Узяти собі».
cases-none-found = За запитом «{ $search }» нічого не знайдено. Спробуйте менше слів, номер або вулицю.
nothing-for-role = Для вашої ролі розмов і заявок тут немає.
tabs = Які заявки показати
tab-mine = Мої
tab-bodies = Моєї установи
tab-triage = На розподіл
tab-soon = Скоро строк
tab-late = Прострочені
tab-open = Усі відкриті
tab-all = Усі
tab-unassigned = Нічиї
tab-reopened = Поновлені
tab-low = Низькі оцінки
filters = Ваші списки
filter-name = Назва списку
filter-keep = Зберегти цей список
filter-drop = Прибрати список «{ $name }»
done-filter = Список збережено: він угорі, поруч з іншими.
done-filter-full = Список не збережено: їх уже десять. Приберіть зайвий.
done-filter-dropped = Список прибрано.
narrow = Уточнити
narrow-body = Установа
narrow-any-body = Будь-яка
narrow-topic = Тема
narrow-any-topic = Будь-яка
narrow-show = З якого списку
search-narrowed = Список звужено
cases-none-unassigned = Нічиїх немає: у кожної заявки є виконавець.
cases-none-reopened = Поновлених немає.
cases-none-low = Низьких оцінок немає.
search = Пошук заявок
search-hint = Номер, слова, вулиця…
search-go = Знайти
search-found = Знайдено за «{ $search }»
search-clear = Скинути пошук
page-newer = Попередні
page-older = Наступні
pages = Сторінки списку
unverified = адресу не звірено
warned = спливає
mine = ваша

## A conversation

talk = Розмова
talk-lines = Листування
talk-empty = Тут ще нічого не сказано.
talk-by-bot = Розмову веде бот.
talk-waiting = Чекає на людину { $span }
talk-you = Розмову ведете ви
talk-other = Розмову веде { $name }
talk-taken-now = Поки ви дивилися, розмову взято: тепер її веде { $name }. Написане вами не надіслано.
talk-pressed = кнопка
fate-waiting = ще не надіслано
fate-delivered = доставлено
fate-seen = прочитано
fate-dead = не дійшло
talk-answer = Відповідь мешканцю
talk-answer-hint = Ctrl+Enter — надіслати
talk-send = Надіслати
talk-send-take = Узяти й надіслати
talk-unsent = Ваш текст, не надіслано
talk-over = Розмову веде { $name }. Ваше повідомлення мешканець побачить теж.
talk-take = Узяти собі
talk-take-over = Перебрати на себе
talk-return = Повернути боту
talk-return-hint = Бот продовжить з того місця, де спинився.
talk-cases = Заявки мешканця
talk-cases-none = Заявок, які ви можете бачити, немає.
talk-person = Мешканець
person-unknown = Мешканець не назвався.
ended-answered = Завершено { $when }: на розмову відповіли.
ended-returned = Завершено { $when }: повернулася до бота.

by-resident = Мешканець
by-bot = Бот
by-staff = Працівник
by-system = misto
by-colleague = Колега

during-none = Просить людину
during-dispatcher-request = Під час заявки про поломку
during-appeal-submit = Під час звернення
during-case-status = Питає про стан заявки
during-set-address = Під час запису адреси
during-not-yet = Питає про послугу, якої бот ще не знає

channel-telegram = Telegram
channel-viber = Viber
channel-webchat = Вебчат
channel-mail = Пошта
channel-terminal = Термінал
channel-other = Інший канал

## A case

case-substance = Суть
case-facts = Подробиці
case-place = Де
case-point = Точка на карті
case-typed = Дослівно: «{ $typed }»
case-unverified = Цієї вулиці немає в довіднику: звірте з мешканцем.
case-applicant = Заявник
case-anonymous = Подано анонімно.
case-body = Відповідає
case-executor = Виконує
case-executor-none = ще ніхто
case-registered = Подано
case-delivery = Передано установі
case-addressee = Кому адресовано
case-conversation = Відкрити розмову
case-files = Файли
case-history = Історія
case-answer = Відповідь
case-rating = Оцінка мешканця
case-due = Строк
case-reopened = { $count ->
    [one] Поновлено { $count } раз
    [few] Поновлено { $count } рази
   *[many] Поновлено { $count } разів
}
case-acts = Дії
case-acts-none = Зараз із цією заявкою ви нічого не можете зробити.
case-changed = Заявку щойно змінили. Дії на цій сторінці могли застаріти.
case-reload = Оновити сторінку

due-fine = лишилося { $span }
due-soon = лишилося { $span }
due-late = прострочено на { $span }
due-over = строк був { $day }
due-kept = відповіли вчасно
due-missed = відповіли із запізненням на { $span }
due-at = до { $when }
due-first = Перший строк: { $when }
basis-law = за законом
basis-norm = норма установи
rule-law = Строк установлено законом.
rule-norm = Закон строку не встановлює, це норма самої установи.
rule-appeal-normal = Закон «Про звернення громадян», ст. 20: один місяць.
rule-appeal-simple = Закон «Про звернення громадян», ст. 20: 15 днів, вивчення не потрібне.
rule-appeal-extended = Закон «Про звернення громадян», ст. 20: продовжено, разом не довше 45 днів.
rule-official_complaint-normal = Закон «Про звернення громадян», ст. 20: один місяць.
rule-official_complaint-simple = Закон «Про звернення громадян», ст. 20: 15 днів, вивчення не потрібне.
rule-official_complaint-extended = Закон «Про звернення громадян», ст. 20: продовжено, разом не довше 45 днів.
rule-info_request-normal = Закон «Про доступ до публічної інформації», ст. 20: п’ять робочих днів.
rule-info_request-urgent = Закон «Про доступ до публічної інформації», ст. 20: 48 годин.
rule-info_request-extended = Закон «Про доступ до публічної інформації», ст. 20: продовжено, разом не довше 20 робочих днів.
rule-utility_complaint-normal = Закон «Про житлово-комунальні послуги», ст. 27: п’ять робочих днів.

place-entrance = під’їзд { $value }
place-floor = поверх { $value }
place-point = точка на карті
district = { $name } район

status-needs_info = чекає на мешканця
status-forwarded = переадресовано

fact-since = Відколи
fact-scope = Де саме
fact-entrance = Під’їзд
fact-floor = Поверх
fact-provider = Постачальник
fact-period = За який час
fact-wanted = Чого просить
fact-official = На кого
fact-name = Ім’я
fact-phone = Телефон
fact-email = Пошта
fact-apartment = Квартира
fact-account = Особовий рахунок
fact-child-name = Дитина
fact-child-birth-date = Дата народження дитини
fact-from-institution = Теперішній заклад
fact-institution = Бажані заклади
fact-wished-district = Бажаний район
fact-transfer = Переведення
fact-transfer-reason = Причина переведення
fact-school-class = Клас
fact-benefit = Пільга чи перевага
fact-wishes = Побажання
fact-doctor-specialty = Лікар
fact-doctor = Без направлення — спершу
fact-referral = Направлення
fact-date = Бажаний день
fact-time = Бажаний час
fact-moves = Замість візиту
fact-cancels = Скасувати візит
fact-health-consent = Згода на дані про здоров’я
fact-other = Інше
value-scope-inside = лише в мешканця
value-scope-outside = в усьому будинку
value-institution-by_territory = за місцем проживання
value-transfer-transfer = так
value-referral-have = є
value-referral-none = немає
value-time-morning = зранку
value-time-afternoon = після обіду
value-time-evening = увечері
value-time-night = уночі
value-benefit-military = родина військового
value-benefit-idp = переселенці
value-benefit-large_family = багатодітна родина
value-benefit-sibling = там учиться брат чи сестра
value-benefit-staff = батьки працюють у закладі
value-benefit-orphan = під опікою
value-benefit-single_parent = виховує один із батьків
value-wished_district-holosiivskyi = Голосіївський
value-wished_district-darnytskyi = Дарницький
value-wished_district-desnianskyi = Деснянський
value-wished_district-dniprovskyi = Дніпровський
value-wished_district-obolonskyi = Оболонський
value-wished_district-pecherskyi = Печерський
value-wished_district-podilskyi = Подільський
value-wished_district-sviatoshynskyi = Святошинський
value-wished_district-solomianskyi = Солом’янський
value-wished_district-shevchenkivskyi = Шевченківський

delivery-none = ще ні
delivery-new = у дорозі, поштою
delivery-delivered = { $by ->
    [mail] поштою, { $when }
   *[other] тут, у черзі, { $when }
}
delivery-dead = не вдалося: зателефонуйте установі

event-registered = Подано
event-forwarded = Передано
event-asked = Запитано в мешканця
event-info-given = Мешканець відповів
event-added = Мешканець додав
event-taken-out = Додане вилучено: воно про інше
event-rejected = Відмовлено в розгляді
event-taken = Узято собі
event-started = Розпочато роботу
event-warned = Нагадано про строк
event-extended = Строк продовжено
event-shortened = Строк скорочено
event-answered = Дано відповідь
event-rated = Мешканець оцінив
event-closed = Закрито
event-reopened = Поновлено
event-withdrawn = Мешканець відкликав
event-overdue = Строк минув, мешканцю повідомлено
event-reminded = Мешканцю нагадано про оцінку
event-act-offered = Мешканцю запропоновано акт із сусідами
event-passed-on = Повідомлено установу
event-other = Нагадування чи службова дія
rating-note = якість { $quality }, швидкість { $speed }
due-note = строк до { $when }

act-take = Узяти собі
act-take-over = Перебрати на себе
act-start = Почати роботу
act-start-hint = Мешканець дізнається, що заявку взято в роботу.
act-ask = Запитати мешканця
act-ask-text = Чого бракує
act-ask-hint = Строк тим часом іде далі.
act-ask-go = Надіслати запитання
act-forward = Передати іншій установі
act-forward-to = Куди
act-forward-choose = Оберіть установу
act-forward-hint = Строк почнеться заново, мешканець дізнається про нову установу.
act-forward-go = Передати
act-answer = Дати відповідь
act-answer-outcome = Чим закінчилося
act-answer-choose = Оберіть підсумок
act-answer-text = Відповідь мешканцю
act-answer-files = Докази: фото, акт
act-answer-files-hint = До п’яти файлів, кожен до 20 МБ.
act-answer-go = Надіслати відповідь
act-reject = Відмовити в розгляді
act-reject-reason = Підстава
act-reject-choose = Оберіть підставу
act-reject-text = Пояснення мешканцю
act-reject-hint = Лише з підстав, які дає закон; мешканець дізнається, як оскаржити.
act-reject-go = Відмовити
act-extend = Продовжити строк
act-extend-text = Чому, словами для мешканця
act-extend-hint = До найдовшого строку, який дозволяє закон.
act-extend-go = Продовжити
act-reopen = Поновити
act-reopen-text = Чому поновлюєте
act-reopen-hint = Номер лишиться той самий, строк почнеться заново.
act-reopen-go = Поновити заявку

done-take = Готово: тепер це за вами.
done-say = Надіслано мешканцю.
done-return = Розмову повернуто боту.
undelivered = Не дійшло або не підтверджено
undelivered-lead = Установа не отримала заявку або не взялася за неї вчасно. Відкрийте заявку, щоб передати її іншій установі, або надішліть лист ще раз.
undelivered-more = Тут лише найдавніші. Решту видно, щойно цих поменшає.
undelivered-none = Усе дійшло й підтверджено вчасно.
undelivered-since = з { $when }
undelivered-dead = Лист не дійшов
undelivered-new = Лист досі не надіслано
undelivered-delivered = Установа не підтвердила
undelivered-again = Надіслати ще раз
done-again = Готово: лист буде надіслано ще раз.
done-start = Готово: заявка в роботі, мешканцю повідомлено.
done-ask = Запитання надіслано мешканцю.
done-forward = Заявку передано, мешканцю повідомлено.
done-answer = Відповідь надіслано мешканцю.
done-reject = Відмову з поясненням надіслано мешканцю.
done-extend = Строк продовжено, мешканцю повідомлено.
done-reopen = Заявку поновлено, мешканцю повідомлено.
done-disable = Обліковий запис вимкнено, сеанси завершено.
done-enable = Обліковий запис знову діє.

## Files

file-photo = Фото
file-document = Документ
file-voice = Голосове повідомлення
file-video = Відео
file-sticker = Наліпка
file-waiting = завантажується
file-refused = не прийнято
file-open = Відкрити { $name } на весь екран
file-save = Зберегти { $name }
file-alt = { $name }, надіслане зображення { $number }
size-kib = { $size } КБ
size-mib = { $size } МБ

## Staff

people = Працівники
people-invite = Запросити
people-invite-lead = Посилання для входу ви передасте самі: воно з’явиться один раз.
people-email = Електронна адреса
people-role = Роль
people-bodies = Установи
people-bodies-hint = Для виконавця обов’язково; керівник без установ бачить усе місто.
people-duty = Години чергування
people-duty-hint = Наприклад: mon-fri 09:00-18:00; sat 10:00-14:00. Порожньо — загальні години міста.
people-invite-go = Запросити
people-link = Посилання для { $email }
people-link-lead = { $hours ->
    [one] Передайте його особисто. Діє { $hours } годину й один раз; удруге тут не з’явиться.
    [few] Передайте його особисто. Діє { $hours } години й один раз; удруге тут не з’явиться.
   *[many] Передайте його особисто. Діє { $hours } годин і один раз; удруге тут не з’явиться.
}
people-list = Облікові записи
people-you = це ви
people-disable = Вимкнути
people-disable-who = Вимкнути: { $name }
people-enable = Увімкнути
people-enable-who = Увімкнути: { $name }
people-new-link = Нове посилання
people-new-link-who = Нове посилання: { $name }
person-state-here = на місці
person-state-away = не на місці
person-state-invited = запрошено
person-state-off = вимкнено

role-operator = Оператор
role-executor = Виконавець
role-moderator = Модератор
role-editor = Редактор
role-supervisor = Керівник
role-admin = Адміністратор

## Notices and one's own account

notices = Сповіщення
notices-new = нових
notices-none = Поки що нічого. Сюди потрапляє, коли вас кличуть до розмови, згадують у нотатці чи передають розмову.
notices-all-seen = Позначити все переглянутим
notices-where = Сповіщення в браузері й у месенджері вмикаються тут:
notice-new = нове
notice-call = Мешканець чекає на людину: ваша черга
notice-call-next = Мешканець досі чекає: розмову ніхто не взяв
notice-call-supervisor = Обіцяний строк минув, а розмову ніхто не взяв
notice-mention = { $by } згадує вас у нотатці
notice-given = { $by } передає вам розмову
account = Мій обліковий запис
account-sessions = Сеанси
account-sessions-lead = Де ви зараз увійшли. Завершіть ті, яких не впізнаєте, і змініть пароль.
account-browser = Невідомий браузер
account-this = цей сеанс
account-since = вхід { $when }
account-used = останній запит близько { $when }
account-end = Завершити
account-end-which = Завершити сеанс: { $browser }
account-notify-lead = Коли вас кличуть до розмови, згадують чи передають її вам, тут з’явиться сповіщення. Його можна отримувати й тоді, коли сторінка в тлі.
notify-on = Сповіщення браузера ввімкнено.
notify-off = Сповіщення браузера вимкнено.
notify-denied = Браузер забороняє сповіщення для цього сайту: дозвольте їх у його налаштуваннях.
notify-switch-on = Увімкнути
notify-switch-off = Вимкнути
account-chat = Чат для сповіщень
account-chat-lead = Ваш власний чат у месенджері: там буде лише те, що вас кличуть, без даних мешканців.
account-chat-connect = Під’єднати чат
account-chat-open = Відкрийте чат і почніть його за цим посиланням. Воно діє годину й один раз.
account-chat-none = Жоден месенджер зараз не під’єднано до міста.
account-chat-on = Сповіщення приходять і в ваш чат.
account-chat-leave = Від’єднати чат
account-password = Пароль
account-password-old = Теперішній пароль
account-password-new = Новий пароль
account-password-go = Змінити пароль
welcome-password-wrong = Теперішній пароль не той.
done-session = Сеанс завершено.
done-password = Пароль змінено, решту сеансів завершено.
done-chat-leave = Чат від’єднано.
done-staff-change = Збережено.
done-sign-out = Усі сеанси завершено.
save = Зберегти
people-mailed = { $hours ->
    [one] Лист із посиланням надіслано. Воно діє { $hours } годину й один раз; ось воно, якщо лист загубиться.
    [few] Лист із посиланням надіслано. Воно діє { $hours } години й один раз; ось воно, якщо лист загубиться.
   *[many] Лист із посиланням надіслано. Воно діє { $hours } годин і один раз; ось воно, якщо лист загубиться.
}
people-not-mailed = Лист не надіслано: поштовий сервер його не прийняв.
person-rights = Роль і години
person-sessions = { $count ->
    [0] Зараз ніде не ввійшов.
    [one] { $count } відкритий сеанс
    [few] { $count } відкриті сеанси
   *[many] { $count } відкритих сеансів
}
person-sign-out = Завершити всі
person-trail = Журнал переглядів і дій
person-trail-none = Ще нічого.
refusal-own-role = Свою роль змінити не можна. Попросіть іншого адміністратора.
audit-view = Переглянуто
audit-reveal = Показано особисті дані
audit-sign-in = Вхід
audit-sign-out = Вихід
audit-session-end = Завершено сеанс
audit-password-set = Задано пароль
audit-staff-add = Запрошено працівника
audit-staff-link = Зроблено посилання для входу
audit-staff-change = Змінено роль чи години
audit-staff-disable = Вимкнено обліковий запис
audit-staff-enable = Увімкнено обліковий запис
audit-staff-sign-out = Завершено сеанси працівника
audit-handoff-take = Узято розмову
audit-handoff-say = Відповідь у розмові
audit-handoff-return = Розмову повернуто боту
audit-handoff-give = Розмову передано колезі
audit-note = Нотатка
audit-case-take = Узято заявку
audit-case-start = Розпочато роботу за заявкою
audit-case-ask = Запитано мешканця
audit-case-forward = Заявку передано
audit-case-answer = Дано відповідь
audit-case-reject = Відмовлено в розгляді
audit-case-extend = Продовжено строк
audit-case-reopen = Заявку поновлено
audit-here = На місці
audit-away = Не на місці
audit-chat-link = Під’єднано чат
audit-chat-leave = Від’єднано чат
audit-other = Дія

## A case for a caller, notes, ready replies, advice

call = Заявка з дзвінка
call-for-talk = Заявка зі слів мешканця
call-lead = Вставте або надиктуйте, що каже людина: форма заповниться сама. Перевірки ті самі, що в чаті.
call-lead-talk = Форму заповнено за словами мешканця. Перевірте й подайте: заявка буде його, і він дізнається про неї в чаті.
call-description = Що сталося
call-description-hint = Можна все разом: що, де, ім’я, телефон.
call-read = Заповнити форму
call-no-words = Напишіть, що сталося.
call-flow = Вид
call-flow-dispatcher_request = Заявка про поломку
call-flow-appeal_submit = Звернення
call-flow-utility_complaint = Претензія до комунальної служби
call-service = Про що
call-service-read = за словами
call-address = Вулиця й будинок
call-go = Далі
call-go-hint = Нічого не буде подано, доки ви не підтвердите.
call-asked = Запитайте
call-confirm = Перечитайте людині
call-words = Відповідь словами
call-answer = Відповісти
call-change = Щось не так — змініть тут і натисніть «Далі» ще раз.
call-filed = Подано
call-filed-say = Назвіть номер. Відповідає: { $body }, строк: { $due }.
call-next = Наступний дзвінок
call-open = Відкрити заявку
replies = Готові відповіді
replies-lead = Їх вставляють у розмові клавішею «/».
replies-list = Усі
replies-none = Ще жодної.
replies-new = Нова
replies-change = Змінити
replies-remove = Прибрати
replies-remove-which = Прибрати: { $title }
replies-shortcut = Скорочення
replies-shortcut-hint = Одне слово малими літерами: «ліфт», «графік-світла».
replies-title = Назва
replies-text = Текст
replies-text-hint = {"{resident}"} — ім’я у кличному відмінку, {"{case}"} — номер останньої заявки, {"{staff}"} — ваше ім’я. Чого не відомо, те пропускається.
done-reply-save = Відповідь збережено.
done-reply-remove = Відповідь прибрано.
talk-replies = Готові відповіді
talk-replies-filter = Скорочення чи назва
talk-files = Файли
talk-give = Передати колезі
talk-give-to = Кому
talk-give-go = Передати
talk-note = Нотатка для колег
talk-note-text = Нотатка
talk-note-hint = Мешканець її не побачить. @Ім’я — і колега отримає сповіщення.
talk-note-go = Записати
talk-note-mark = нотатка
here-typing = { $count ->
    [one] { $names } зараз пише відповідь
   *[other] { $names } зараз пишуть відповідь
}
here-looking = { $count ->
    [one] { $names } теж дивиться
   *[other] { $names } теж дивляться
}
done-note = Нотатку записано.
done-give = Розмову передано колезі.
person-state-off-duty = поза годинами
advice = Підказка
advice-show = Показати підказку
advice-none = Підказати нема чого.
advice-intent = Чого хоче
advice-service = Про що
advice-body = Відповідала б
advice-alike = Уже подано про те саме
advice-reply = Бот відповів би
advice-sure = певність { $percent } %
advice-take = Вставити
advice-case = Зробити заявку
advice-hint = Підказує програма. Сама вона нічого не надсилає.
intent-dispatcher-request = Заявити про поломку
intent-appeal-submit = Подати звернення
intent-utility-complaint = Поскаржитися на комунальну службу
intent-official-complaint = Поскаржитися на посадовця
intent-case-status = Дізнатися про свою заявку
intent-petition-create = Створити петицію
intent-petition-sign = Підписати петицію
intent-petition-search = Знайти петицію
intent-enrol-kindergarten = Записати дитину до садка
intent-enrol-school = Записати дитину до школи
intent-doctor-appointment = Записатися до лікаря
intent-tariff-consult = Дізнатися про тариф
intent-set-address = Змінити свою адресу
intent-handoff = Поговорити з людиною
intent-emergency = Небезпека для життя чи здоров’я
keys-palette = Знайти дію чи сторінку
keys-call = Заявка з дзвінка
keys-give = Передати розмову колезі
keys-return = Повернути розмову боту
keys-note = Нотатка для колег
keys-advised = Вставити підказану відповідь
keys-case = Зробити заявку з розмови
palette = Дії та сторінки
palette-what = Що зробити чи знайти?
palette-search = Шукати заявки: «{"{words}"}»
palette-hint = ↑ ↓ — вибрати, Enter — виконати, Esc — закрити
audit-written-down = Записано заявку зі слів мешканця
audit-reply-save = Збережено готову відповідь
audit-reply-remove = Прибрано готову відповідь
event-written-down = Записав працівник зі слів мешканця
channel-phone = Дзвінок
refusal-said-meanwhile = Поки ви писали, відповів колега. Перегляньте розмову й надішліть ще раз, якщо треба.
refusal-taken-by-them = Розмова вже за цим колегою.
refusal-cannot-take = Цей колега не веде розмов. Оберіть іншого.
refusal-unknown-member = Такого колеги немає. Оберіть зі списку.
refusal-no-note = Нотатка порожня.
refusal-bad-shortcut = Скорочення — одне слово: малі літери, цифри, дефіс.
refusal-known-shortcut = Таке скорочення вже є. Оберіть інше.
refusal-bad-value = У тексті можна назвати лише {"{resident}"}, {"{case}"} і {"{staff}"}.

city = Місто
city-lead = Установи й норми читаються з даних міста. Осіб на посадах додають тут, із датою.
city-holders = Особи на посадах
city-holders-none = Ще нікого не внесено: на кого скаржаться, доведеться визначати людині.
city-since = з { $since }
city-until = до { $until }
city-last-day = Останній день: { $name }
city-end = Завершити
city-end-who = Завершити: { $name }
city-bodies = Установи
city-bodies-lead = Щоб змінити установу, її адресу чи маршрут, змініть файли даних міста й перезапустіть misto.
city-body = Установа
city-delivery = Як отримує
city-superior = Хто вище
city-norms = За скільки годин відгукуються
city-hours = Годин
city-enter = Внести особу
city-post = Посада
city-name = Прізвище, ім’я, по батькові
city-name-hint = Прізвище першим: «Коваль Олена Іванівна».
city-first-day = Перший день на посаді
city-until-day = Останній день, якщо відомий
done-office-enter = Особу внесено.
done-office-end = Останній день записано.
refusal-bad-topic = Оберіть тему новини зі списку.
refusal-bad-place = Назвіть місце новини або весь Київ.
refusal-bad-day = Це не дата. Напишіть її так: 2026-11-24.
refusal-bad-name = Потрібні посада й ім’я, кожне до 120 знаків.
refusal-bad-term = Дні не сходяться: посада тоді зайнята, або останній день раніше за перший.
audit-office-enter = Внесено особу на посаді
audit-office-end = Завершено перебування на посаді

## Why not

refusal-no-right = У вас немає на це права. Зверніться до керівника або адміністратора.
refusal-disabled = Ваш обліковий запис вимкнено. Зверніться до адміністратора.
refusal-not-yours = Ця заявка чужа. Перевірте номер.
refusal-wrong-state = Заявка вже в іншому стані, тому цього зараз зробити не можна. Нижче — її теперішній стан.
refusal-same-body = Заявка вже в цій установі. Оберіть іншу.
refusal-forward-late = Строк для передавання минув: відповідає ваша установа.
refusal-bad-reason = Оберіть підставу зі списку: інших закон не дає.
refusal-reject-late = Строк для відмови минув: дайте відповідь по суті.
refusal-no-text = Напишіть текст: його прочитає мешканець.
refusal-no-proof = Додайте фото, на якому видно, що полагоджено.
refusal-no-outcome = Оберіть, чим закінчилося.
refusal-taken-by-you = Це вже за вами.
refusal-taken = Це вже взяв колега. Передати вам може керівник.
refusal-taken-meanwhile = Поки ви писали, розмову взяв колега. Перегляньте її перед тим, як відповідати. Ваш текст збережено нижче.
refusal-no-extension = Закон не дозволяє продовжити цей строк. Дайте відповідь у строк.
refusal-overdue = Строк уже минув, і продовжити його не можна. Дайте відповідь зараз.
refusal-term-exhausted = Строк уже найдовший, який дозволяє закон.
refusal-bad-until = Новий строк має бути пізнішим за теперішній і в межах закону.
refusal-no-short-term = Скоротити цей строк не можна.
refusal-bad-rating = Потрібні дві оцінки від 1 до 5.
refusal-rate-late = Строк для оцінки минув.
refusal-not-unhappy = Поновити можна після низької оцінки або якщо не полагодили.
refusal-reopen-late = Строк для поновлення минув: нехай мешканець подасть нову заявку.
refusal-too-early = Ще зарано: мешканець може оцінити.
refusal-no-consent = Без згоди мешканця дані зберігати не можна.
refusal-no-body = Виконавцю потрібна установа: оберіть хоча б одну.
refusal-unknown-body = Такої установи немає. Оберіть зі списку.
refusal-unknown-action = Такої дії немає.
refusal-ended = Розмова вже в бота. Якщо мешканець знову покличе людину, вона з’явиться в черзі.
refusal-not-taken = Розмову ще ніхто не взяв. Спершу візьміть її.
refusal-too-long = Задовго: месенджери стільки не приймуть. Скоротіть і надішліть ще раз.
refusal-bad-files = Файлів забагато, якийсь із них порожній або завеликий. Оберіть до п’яти, кожен до 20 МБ.
refusal-bad-email = Це не електронна адреса. Напишіть її у вигляді imia@example.com.
refusal-bad-role = Такої ролі немає. Оберіть зі списку.
refusal-bad-duty = Години не прочитано. Напишіть їх так: mon-fri 09:00-18:00; sat 10:00-14:00.
refusal-known-email = З цією адресою вже є обліковий запис. Для нього можна зробити нове посилання.
refusal-own-account = Свій обліковий запис вимкнути не можна. Попросіть іншого адміністратора.
refusal-bad-title = Назва петиції не годиться: потрібно від 10 до 150 знаків, словами.
refusal-bad-text = Текст петиції не годиться: опишіть кількома реченнями, чого просите.
refusal-unknown-reason = Такої причини відмови закон не знає. Оберіть зі списку.
refusal-wrong-status = Петиція вже в іншому стані. Оновіть сторінку, щоб його побачити.
refusal-other = Зараз це неможливо. Оновіть сторінку й спробуйте ще раз.

## Errors

error-400 = Запит незрозумілий
    .what = Щось у формі загубилося дорогою. Поверніться, оновіть сторінку й спробуйте ще раз.
error-401 = Потрібно увійти
    .what = Сеанс завершився. Увійдіть ще раз.
error-403 = Сюди не можна
    .what = Ваша роль цього не дозволяє, або сторінка застаріла. Відкрийте її знову; якщо не допоможе — зверніться до адміністратора.
error-404 = Такого тут немає
    .what = Перевірте номер або адресу. Можливо, заявку передали іншій установі.
error-405 = Так не можна
    .what = Ця адреса діє лише через форму на сторінці.
error-409 = Уже змінилося
    .what = Поверніться й перегляньте, що сталося.
error-410 = Більше не діє
    .what = Попросіть нове посилання.
error-413 = Завелике
    .what = Форма разом із файлами має бути до 60 МБ. Оберіть менші файли.
error-429 = Зачекайте
    .what = Забагато спроб. Спробуйте за 15 хвилин.
error-500 = У нас негаразд
    .what = Нічого не загубилося. Спробуйте за хвилину; якщо не минеться — скажіть адміністратору.
error-503 = Зараз перевантажено
    .what = Нічого не змінено. Спробуйте за кілька секунд.
error-home = До черги

## Moments

moment = { $day }, { $clock }
day-today = сьогодні
day-yesterday = учора
day-tomorrow = завтра
day-date = { $month ->
    [1] { $day } січня
    [2] { $day } лютого
    [3] { $day } березня
    [4] { $day } квітня
    [5] { $day } травня
    [6] { $day } червня
    [7] { $day } липня
    [8] { $day } серпня
    [9] { $day } вересня
    [10] { $day } жовтня
    [11] { $day } листопада
   *[12] { $day } грудня
}
day-date-year = { $date } { $year }
span-now = менше хвилини
span-minutes = { $minutes } хв
span-hours = { $hours } год
span-hours-minutes = { $hours } год { $minutes } хв
span-days = { $days ->
    [one] { $days } день
    [few] { $days } дні
   *[many] { $days } днів
}

## The case page: more

related = Пов’язані заявки
related-leader = Розглядається разом із
related-followers = Приєднані до цієї
related-linked = Пов’язані
related-alike = Можливо, про те саме: та сама тема й той самий будинок
related-others = Інші звернення цього мешканця
case-notes = Нотатки колег
map = Карта довкола місця: { $place }
map-scale = Місце — посередині; від краю до краю 1,4 км. Намальовано з меж і точок, які внесло місто.
map-near = Поруч: { $names }.
template = Готова відповідь
template-use = Вставити
act-answer-paper = Додати відповідь у PDF з номером і датою
act-answer-preview = Переглянути PDF
act-forward-text = Чому передаєте
act-shorten = Скоротити строк
act-shorten-hint = Звернення, яке не потребує вивчення, — 15 днів; запит про життя, безпеку чи довкілля — 48 годин. Мешканцю повідомимо.
act-shorten-go = Скоротити за законом
acts-beside = Також
act-note = Нотатка для колег
act-note-text = Нотатка
act-note-hint = Мешканець її не побачить.
act-note-go = Записати
act-other-number = Номер іншої заявки
act-merge = Приєднати як дублікат
act-merge-hint = Далі все, що зроблять з тією заявкою, стосуватиметься й цієї; мешканцю повідомимо. Роз’єднати можна будь-коли.
act-merge-go = Приєднати
act-link = Пов’язати з іншою
act-link-hint = Лише позначка для колег в обох заявках: розглядаються вони окремо.
act-link-go = Пов’язати
act-unlink = Прибрати зв’язок
act-unlink-hint = Позначку буде прибрано з обох заявок.
act-unlink-go = Прибрати
act-split = Розглядати окремо
act-split-hint = Заявка далі йтиме своїм шляхом; мешканцю повідомимо.
done-shorten = Строк скорочено, мешканцю повідомлено.
done-merge = Приєднано: далі розглядаються разом, мешканцю повідомлено.
done-split = Роз’єднано: розглядається окремо, мешканцю повідомлено.
done-link = Заявки пов’язано.
done-unlink = Зв’язок прибрано.
event-merged = Приєднано до заявки
event-split = Роз’єднано з заявкою
event-linked = Пов’язано з заявкою
event-unlinked = Прибрано зв’язок із заявкою
refusal-no-reason = Напишіть, чому передаєте: це прочитає наступна установа.
refusal-no-leader = Немає такої іншої заявки серед доступних вам. Перевірте номер.
refusal-joined-already = Заявку вже приєднано. Спершу роз’єднайте.
refusal-leader-ended = Ту заявку вже завершено або приєднано до третьої. Оберіть ту, що в роботі.
refusal-other-body = Та заявка в іншої установи. Спершу передайте цю туди ж.
refusal-not-joined = Заявку ні до чого не приєднано.
refusal-linked-already = Ці заявки вже пов’язано.
refusal-not-linked = Ці заявки не пов’язано.
refusal-not-printed = PDF зараз не вдалося зробити. Надішліть відповідь без нього.

## Several cases at once

bulk = { $count ->
    [one] Обрано { $count } заявку
    [few] Обрано { $count } заявки
   *[many] Обрано { $count } заявок
}
bulk-lead = Оберіть дію: спершу побачите, що буде з кожною. Щонайбільше { $most } за раз.
bulk-none = Нічого не обрано. Поверніться до черги й позначте заявки.
bulk-open = Дія з обраними
bulk-open-hint = Позначте заявки зліва.
bulk-pick = Обрати { $number }
bulk-take = Узяти собі
bulk-assign = Доручити колезі
bulk-assign-to = Кому
bulk-choose = Оберіть
bulk-start = Взяти в роботу
bulk-forward = Передати іншій установі
bulk-merge = Приєднати як дублікати
bulk-preview = Що буде з кожною
bulk-preview-title = Перевірте перед дією
bulk-will = буде зроблено
bulk-was = зроблено
bulk-go = { $count ->
    [one] Зробити з { $count } заявкою
   *[other] Зробити з { $count } заявками
}
bulk-go-hint = Ще хвилину нічого не зміниться й нікому не повідомимо: можна скасувати.
bulk-nothing = З жодною з обраних цього зробити не можна.
bulk-back = Назад до вибору
bulk-waiting = Буде зроблено о { $when }. Досі можна скасувати: нікому ще не повідомлено.
bulk-undone = Скасовано: нічого не змінилося.
bulk-done = Зроблено о { $when }.
bulk-undo = Скасувати
done-undo = Скасовано: нічого не змінилося.
done-assign = Готово: заявку доручено колезі.
act-assign = Доручити колезі
act-assign-to = Кому
act-assign-choose = Оберіть колегу
act-assign-go = Доручити
act-assign-hint = Мешканцю про це не повідомляємо.
event-assigned = Доручено
refusal-theirs-already = Заявка вже за цим колегою.
refusal-bulk-done = Хвилина минула: дію вже виконано.
refusal-bad-count = Оберіть від 1 до 50 заявок.

## Petitions

petitions = Петиції
petition-lists = Які петиції показати
petitions-moderation = На перевірку
petitions-consideration = Чекають на відповідь
petitions-collecting = Збирають голоси
petitions-ended = Завершені
petitions-none = Тут порожньо.
petition-filed = подано { $day }
petition-votes = голосів: { $votes } з { $threshold }
petition-intents = ще не підтверджених: { $count }
petition-due = до { $when }
petition-due-late = строк минув: { $when }
petition-text = Текст
petition-author = Автор (ім’я буде опубліковано разом із петицією)
petition-author-none = не вказано
petition-state = Стан петиції
petition-support = Підтримка
petition-ends = Збір голосів до
petition-reason = Підстава відмови
petition-acts-none = Зараз робити нічого.
petition-publish = Опублікувати
petition-publish-hint = Почнеться збір голосів; автору повідомимо.
petition-publish-go = Опублікувати
petition-refuse = Не публікувати
petition-refuse-reason = Підстава за законом
petition-refuse-text = Що виправити (прочитає автор)
petition-refuse-hint = Автор дізнається підставу й зможе подати виправлену.
petition-refuse-go = Відмовити в публікації
petition-answer = Відповідь
petition-answer-text = Відповідь установи
petition-answer-hint = Прочитають автор і всі, хто підписав.
petition-answer-go = Опублікувати відповідь
petition-event-filed = Подано
petition-event-published = Опубліковано
petition-event-refused = Відмовлено в публікації
petition-event-withdrawn = Відкликано автором
petition-event-reached = Набрано голоси
petition-event-fell_short = Голосів не вистачило
petition-event-answered = Дано відповідь
petition-event-late = Строк минув
done-petition-publish = Опубліковано: збір голосів триває, автору повідомлено.
done-petition-refuse = Відмовлено: автору повідомлено підставу.
done-petition-answer = Відповідь опубліковано: повідомлено всіх, хто підписав.
petition-qr = Код для оголошення
petition-qr-alt = QR-код, що відкриває чат для підпису петиції № { $number }
petition-qr-save = Зберегти код
