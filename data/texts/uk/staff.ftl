### What staff are told outside the inbox: notices in a chat of their own, and the letter that invites them.

flow-staff_chat = сповіщення для працівника

staff-chat-linked = Готово. Сюди приходитимуть сповіщення з робочого місця. Вимкнути їх можна там само, у своєму обліковому записі.
staff-chat-dead = Це посилання вже не діє. Відкрийте свій обліковий запис у робочому місці й натисніть «Під’єднати чат» ще раз.

staff-notice-call = Мешканець чекає на людину. Відкрити: { $inbox_url }
staff-notice-call-next = Мешканець досі чекає: розмову ніхто не взяв. Відкрити: { $inbox_url }
staff-notice-call-supervisor = Обіцяний строк минув, а розмову так ніхто й не взяв. Відкрити: { $inbox_url }
staff-notice-mention = Вас згадали в нотатці. Відкрити: { $inbox_url }
staff-notice-given = Колега передає вам розмову. Відкрити: { $inbox_url }

staff-invite-subject = Ваш вхід до робочого місця
staff-invite-text =
    Вам відкрито доступ до робочого місця, де відповідають мешканцям.
    Оберіть пароль за цим посиланням. Воно діє { $hours } год і один раз:
    { $link }

    Якщо ви цього не чекали, нічого не робіть: без вас воно нікого не впустить. Нікому його не пересилайте.

## A case that staff wrote down by the resident’s words

case-written-down = Записали з ваших слів: **{ $case_number }**. Відповідає { $body }, { $due_basis ->
    [law] за законом — до { $due_at }
   *[other] зазвичай — до { $due_at }
}. Напишемо сюди, щойно щось зміниться.
