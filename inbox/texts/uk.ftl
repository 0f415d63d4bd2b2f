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
keys-note = Клавіші не діють, коли курсор у полі. Кожна дія має й кнопку на сторінці.

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
