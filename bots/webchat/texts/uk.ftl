### The page's own words: what the bot does not say.

## The page

title = { $city } · міський чат
description = Напишіть, що сталося в місті: знайдемо, хто відповідає, і повернемося з відповіддю.
skip-to-composer = До поля повідомлення
other-language = English
talk = Розмова
earlier = Показати раніші повідомлення
composer = Нове повідомлення
message-label = Повідомлення
message-placeholder = Повідомлення
attach = Додати фото або файл
send = Надіслати
no-script = Щоб писати тут, увімкніть у браузері JavaScript. Небезпека для життя — телефонуйте 112.

## Welcome

welcome = Вітаю! Напишіть, що сталося і де, своїми словами. Знайду, хто за це відповідає, подам заявку — і відповідь буде тут.
welcome-danger = Небезпека для життя — телефонуйте **112**.
examples = З чого почати
example-lift = Не працює ліфт
example-pit = Яма на дорозі
example-status = Де моя заявка?
example-person = Поговорити з людиною

## Lines of the talk

who-resident = Ви
who-bot = Бот
js-who-staff = Оператор
js-who-alarm = Терміново
js-place = Моє місце
js-photo = Фото
js-document = Файл
js-pressed = Відповідь кнопкою
day = { $day } { $month ->
    [1] січня
    [2] лютого
    [3] березня
    [4] квітня
    [5] травня
    [6] червня
    [7] липня
    [8] серпня
    [9] вересня
    [10] жовтня
    [11] листопада
   *[12] грудня
}
js-today = Сьогодні
js-yesterday = Учора

## What becomes of a message

js-sending = надсилається
js-waiting = чекає на зв’язок
js-queued = надішлеться трохи згодом
js-failed = не надіслано
js-send-again = Надіслати ще раз
js-discard = Прибрати
js-failed-aloud = Повідомлення не надіслано. Можна надіслати ще раз.
js-too-long = Повідомлення задовге: надішліть найважливіше, до { $characters } знаків.
js-too-large = файл завеликий, можна до { $megabytes } МБ
js-too-many = забагато файлів одразу
js-too-many-here = З вашої мережі за хвилину прийшло забагато повідомлень. Ваше збережено, воно піде саме за { $number } с.
js-no-session = Браузер не зберігає файли cookie, а без них розмова загубиться. Дозвольте їх для цієї сторінки й оновіть її.

## The connection

js-online = На зв’язку
js-connecting = З’єднуємося…
js-offline = Немає зв’язку. Пишіть — надішлемо, щойно з’явиться.

## Answers to questions

js-choices = Варіанти відповіді
js-share-place = Надіслати моє місце
js-finding-place = Шукаємо місце…
js-no-place = Не вдалося визначити місце. Напишіть адресу.
phone-label = Номер телефону
send-phone = Надіслати номер
js-bad-phone = Схоже, у номері бракує цифр. Наприклад: 067 123 45 67.
js-take-photo = Сфотографувати
js-choose-photo = Вибрати фото
js-new-tab = відкриється в новій вкладці
new-messages = Нові повідомлення

## Going on elsewhere

resume = Продовжити на іншому пристрої
resume-how = Відкрийте це посилання там, де зручно: розмова продовжиться. Воно діє добу. Хто має його, бачить усю розмову, тож надсилайте лише собі.
resume-link = Посилання на розмову
resume-apart = Відкрити окремо
copy = Скопіювати
js-copied = Скопійовано.
close = Закрити
resume-title = Продовжити розмову
resume-here = Це посилання на розмову з міським чатом, яку почато в іншому браузері. Продовжуйте, лише якщо вона ваша.
resume-instead = У цьому браузері вже є інша розмова: замість неї відкриватиметься та, що за посиланням.
resume-go = Продовжити тут
resume-not = Ні, до чату
js-link-gone = Це посилання більше не діє: воно чинне одну добу. Візьміть нове там, де починали розмову.
js-link-later = Зараз не вдалося. Спробуйте ще раз за хвилину.

## In other sites' pages

embed-chat = Міський чат
embed-unread = Нових повідомлень: { $number }
embed-loading = Завантажуємо…
embed-apart = Відкрити окремо
embed-close = Закрити
