### Сторінка за посиланням із листа: установа підтверджує й відповідає без облікового запису.

bodypage-title = { $case_number } — { $case_topic }
bodypage-for = Для установи: { $body }
bodypage-status = Стан: { $case_status }
bodypage-facts = Що відомо
bodypage-why = Чому поновлено
bodypage-words = Словами мешканця
bodypage-contact = Зв’язок із мешканцем
bodypage-no-contact = Контактів мешканець не залишив.
bodypage-files = Файли
bodypage-file = Файл { $count }
bodypage-act = Що зробити
bodypage-start = Прийняли в роботу
bodypage-start-hint = Мешканець побачить, що ви взялися. Відповісти можна буде тут же.
bodypage-started = Прийнято в роботу. Мешканцеві повідомлено.
bodypage-asked = Мешканця попросили уточнити. Діяти можна буде, щойно він відповість.
bodypage-answer = Відповісти мешканцеві
bodypage-outcome = Чим завершилося
bodypage-choose = Оберіть
bodypage-text = Текст відповіді
bodypage-text-hint = Мешканець прочитає його дослівно.
bodypage-proof = Фото чи документи, що це підтверджують
bodypage-proof-hint = До п’яти файлів. Найкраще фото зробленого.
bodypage-send = Надіслати відповідь
bodypage-done = Відповідь надіслано
bodypage-done-text = Дякуємо. Мешканець отримав вашу відповідь і може її оцінити. Посилання більше не потрібне.
bodypage-dead = Це посилання не діє
bodypage-dead-text = Посилання може бути неповним, застарілим або заявка вже не у вашої установи. Відкрийте посилання з найновішого листа про неї. Якщо не допоможе, зверніться до контактного центру міста.
bodypage-often = Забагато спроб
bodypage-often-text = Зачекайте 15 хвилин і відкрийте посилання з листа ще раз.
bodypage-failed = Не вдалося виконати
bodypage-failed-text = Нічого не змінено. Відкрийте посилання з листа ще раз за кілька хвилин; завеликі файли зменшіть.

## Чому не прийнято

bodypage-refused-no_outcome = Оберіть, чим завершилося.
bodypage-refused-no_text = Напишіть текст відповіді: мешканець його прочитає.
bodypage-refused-no_proof = Додайте фото, на якому видно, що полагоджено.
bodypage-refused-too_long = Текст задовгий. Скоротіть його до 3000 знаків.
bodypage-refused-bad_files = Файлів забагато, вони завеликі або порожні. Оберіть інші.
bodypage-refused-other = Тепер цього зробити не можна: стан заявки змінився. Нижче видно, що можна зробити.
