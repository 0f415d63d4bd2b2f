### Слова, які показує сам Telegram: меню команд; кнопки, що надсилають номер чи місце, гортають список.

command-help = Що я вмію
command-status = Мої заявки
command-my = Усе моє: заявки, дані, підписи
command-operator = Покликати оператора
command-language = Змінити мову
command-cancel = Скасувати те, що подаємо

share-contact = Надіслати мій номер
share-location = Надіслати геомітку
next-page = Далі
first-page = На початок
my-page = Відкрити мої справи
