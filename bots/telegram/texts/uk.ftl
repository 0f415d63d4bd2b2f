### Слова, які показує сам Telegram: меню команд і кнопки, що надсилають номер чи місце.

command-help = Що я вмію
command-status = Мої заявки
command-operator = Покликати оператора
command-language = Змінити мову
command-cancel = Скасувати те, що подаємо

share-contact = Надіслати мій номер
share-location = Надіслати геомітку
