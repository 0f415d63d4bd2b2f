### Petitions: found, signed, taken back, filed, considered. A tap here is an intent, not a vote.

## Words

petition-status-moderation = на перевірці
petition-status-refused = не опублікована
petition-status-withdrawn = відкликана автором
petition-status-collecting = збирає голоси
petition-status-consideration = на розгляді
petition-status-answered = має відповідь
petition-status-collective_appeal = розглядається як колективне звернення
petition-reason-incomplete = бракує суті, зрозумілої назви чи імені автора
petition-reason-overthrow = закликає до повалення конституційного ладу чи порушення цілісності України
petition-reason-hatred = розпалює ворожнечу
petition-reason-violence = пропагує війну, насильство чи жорстокість

petition-support = { $votes ->
    [one] { $votes } голос
    [few] { $votes } голоси
   *[other] { $votes } голосів
} із { $threshold }{ $intents ->
    [0] {""}
    [one] , ще { $intents } намір у чаті
    [few] , ще { $intents } наміри в чаті
   *[other] , ще { $intents } намірів у чаті
}
petition-left = { $days_left ->
    [0] останній день
    [one] ще { $days_left } день
    [few] ще { $days_left } дні
   *[other] ще { $days_left } днів
}
petition-card = Петиція № { $number } «{ $title }»: { petition-support }
petition-line = № { $number } «{ $title }» — { $petition_status_id ->
    [collecting] { petition-support }, { petition-left }
   *[other] { $petition_status }
}.
petition-option = № { $number } { $title_short }

menu-petition_sign = Підтримати петицію
menu-petition_search = Інші петиції
menu-petition_create = Створити петицію
menu-petition_withdraw = Відкликати підтримку
menu-petition_take_back = Забрати петицію
flow-petition_sign = Підтримати петицію
flow-petition_search = Знайти петицію
flow-petition_create = Створити петицію
flow-petition_withdraw = Відкликати підтримку
flow-petition_take_back = Забрати петицію

slot-petition = Петиція
slot-query = Про що
slot-support = Підтримка
slot-withdrawal = Відкликання
slot-taking_back = Відкликання
slot-title = Назва
slot-text = Текст

## Finding

ask-query = Яку петицію підтримати? Напишіть її номер або про що вона.
    .again = Напишіть номер петиції чи кілька слів із неї: «укриття в школах».
    .help = Номер стоїть на сторінці петиції. Не знаєте його — напишіть, чого вона просить, і ми знайдемо.
ask-petition = { $petitions ->
    [none] Напишіть номер або про що вона.
   *[other] Знайшли кілька. Яка саме?
    { $petitions }
}
    .again = { $petitions ->
        [none] Напишіть номер цифрами або кілька слів із петиції.
       *[other] Оберіть петицію кнопкою або напишіть її номер:
        { $petitions }
    }
    .help = Досить номера. Якщо потрібної тут немає — напишіть іншими словами, про що вона.
petition-unfound = Про це петицій не знайшли. Спробуйте інші слова або створіть свою: напишіть «створити петицію».
petition-unknown = Петиції № { $missing } у Києві немає. Перевірте номер; якщо вона іншого міста чи до Президента — її підписують там.
petition-none = Зараз жодна петиція не збирає голосів. Можна створити свою.
petition-own-none = З цього чату ви ще не підтримали й не створили жодної петиції.
petition-elsewhere = { $elsewhere ->
    [state] Тут лише петиції до міської влади Києва. До Президента підписують на petition.president.gov.ua, до Верховної Ради — на petition.rada.gov.ua, до уряду — на petition.kmu.gov.ua.
   *[other] Тут лише петиції Києва. Петицію іншого міста підписують на сайті його ради.
}
petition-shown = { petition-card }. { $petition_status_id ->
    [collecting] { $mine ->
        [vote] Ваш голос зараховано.
       *[other] Ваша підтримка — намір: голосом за законом він стане, коли ви підтвердите особу. Напишіть «підписати { $number }».
    } Збір — до { $ends_on }.
    [moderation] Її перевіряє модератор — до { $due_at }.
    [refused] Її не опубліковано: { $petition_reason }.
    [withdrawn] Ви її відкликали.
    [consideration] Голосів досить, міська влада відповість до { $due_at }.
    [answered] Відповідь міста: «{ $petition_answer }»
   *[other] Голосів не вистачило, тож вона розглядається як колективне звернення.
}
petition-text = «{ $petition_text }»
petition-closed = { petition-card }. { $petition_status_id ->
    [moderation] Її ще перевіряє модератор, тож підписати поки не можна.
    [refused] Її не опубліковано: { $petition_reason }.
    [withdrawn] Її відкликано, тож підписати не можна.
    [consideration] Голоси зібрано, підписувати вже не треба: відповідь — до { $due_at }.
    [answered] Збір завершено, місто відповіло: «{ $petition_answer }»
   *[other] Збір завершився, тож підписати вже не можна. Можна створити схожу: напишіть «створити петицію».
}

## Signing

ask-support = { petition-card }, { petition-left }. Підтримати?
    .again = Підтримати петицію № { $number } чи спершу прочитати її?
    .help = Підтримка в чаті — намір. За законом голос зараховують, коли ви підтвердите особу: одне посилання, хвилина.
support-sign = Підтримати
support-read = Прочитати
support-leave = Не зараз
petition-how-to-vote = { $verify_url ->
    [none] Щоб вона стала голосом за законом, підпишіть петицію й на порталі міста: petition.kyivcity.gov.ua (Київ ID, BankID, е-підпис).
   *[other] Голосом за законом вона стане, коли ви підтвердите особу: { $verify_url } (посилання діє { $minutes } хв, лише для вас).
}
petition-signed = Вашу підтримку записано як намір: петиція № { $number }. { petition-how-to-vote } Зараз: { petition-support }.
petition-signed-again = Ви вже підтримали петицію № { $number }, удруге не рахуємо: це намір, ще не голос. { petition-how-to-vote }
petition-voted = Ви вже проголосували за петицію № { $number }: голос зараховано, удруге не можна. Зараз: { petition-support }.

## Taking support back

ask-withdrawal = Відкликати вашу підтримку петиції № { $number } «{ $title }»?
    .again = Оберіть, будь ласка: відкликати підтримку чи лишити?
    .help = Поки триває збір, намір можна відкликати й подати знову. Підтверджений голос лишається.
withdrawal-withdraw = Так, відкликати
withdrawal-keep = Ні, лишити
petition-withdrawn = Підтримку петиції № { $number } відкликано. Передумаєте — напишіть «підписати { $number }».
petition-not-signed = Відкликати нема чого: з цього чату немає ні вашої петиції, ні наміру підтримати таку, або збір уже завершено.
petition-vote-stands = Ваш голос за петицію № { $number } підтверджено й зараховано: такий голос не відкликають.

## Filing

ask-title = Як назвати петицію? Одним реченням, до 150 знаків: чого просимо.
    .again = Напишіть назву петиції одним реченням: «Велодоріжка на Харківському шосе».
    .help = За назвою петицію знаходять і підписують. Найкраща називає місце й дію.
petition_create-ask-petition = Про таке вже збирають голоси:
    { $petitions }
    Підтримати одну з них чи створити свою?
    .again = Оберіть петицію, яку підтримати, або «Створити свою».
    .help = Голоси за однакові петиції не складаються, тож разом зібрати легше.
petition-own = Створити свою
ask-text = Тепер суть: що не так, чого просите і чому.
    .again = Опишіть кількома реченнями, що зробити місту й навіщо.
    .help = Текст побачать усі. Досить кількох речень: що є зараз, що змінити, кому від цього краще.
petition_create-ask-name = Хто автор? За законом потрібні прізвище та ім’я: їх побачать усі.
    .again = Напишіть, будь ласка, прізвище, ім’я та по батькові.
    .help = Петиція без імені автора законом не передбачена. Номер телефону й адресу не показуємо.
petition-title-long = У назві { $title_length ->
    [one] { $title_length } знак
    [few] { $title_length } знаки
   *[other] { $title_length } знаків
}, а можна до 150. Скоротіть, будь ласка: подробиці підуть у текст.
petition-title-empty = У цій назві немає слів, тож петицію ніхто не знайде.
petition-title-short = Назва закоротка: з неї не видно, чого просимо.
petition-text-empty = У цьому тексті немає слів, тож модератор його не пропустить.
petition-text-short = Тексту замало: модератор має зрозуміти, чого ви просите.
petition_create-summary =
    Петиція до міської влади: «{ $title }».
    { $text }
    Автор: { $name }. Модератор перевірить за 2 робочі дні; назву, текст та ім’я побачать усі.{ $consent ->
        [yes] {" "}Натискаючи «Так, подати», ви погоджуєтеся, що ми збережемо ці дані: { $privacy_url }
       *[other] {""}
    }
petition_create-needs-name = Без імені автора закон не дозволяє подати петицію, тож я нічого не зберіг. Можна підтримати чужу: напишіть, про що вона.
petition-filed = Подано: петиція № { $number }. Модератор перевірить її до { $due_at }; опублікуємо — збиратиме { $threshold } голосів. Напишемо про кожен крок.
petition-too-many = На перевірці вже три ваші петиції. Нову можна подати, коли модератор розгляне котрусь із них.

## Taking a petition back

ask-taking_back = Петицію № { $number } «{ $title }» ще не опубліковано. Відкликати її?
    .again = Оберіть, будь ласка: відкликати петицію чи лишити?
    .help = Поки модератор не вирішив, петицію можна забрати. Опублікована лишається: під нею голоси інших людей.
taking_back-take = Так, відкликати
taking_back-keep = Ні, лишити
petition-taken-back = Петицію № { $number } відкликано: її не опублікують. Подати іншу можна будь-коли.
petition-not-filed = Такої петиції від вас немає. Перевірте номер: «мої петиції».
petition-stands = { $petition_status_id ->
    [refused] Петицію № { $number } і так не опубліковано: { $petition_reason }.
    [withdrawn] Петицію № { $number } уже відкликано.
   *[other] Петицію № { $number } «{ $title }» уже опубліковано, тож забрати її не можна: під нею голоси інших людей. Якщо в ній помилка, покличте оператора.
}

## Told to authors and to those who signed

petition-published = Петицію № { $number } «{ $title }» опубліковано. До { $ends_on } їй потрібно { $threshold } голосів: розкажіть про неї сусідам.
petition-refused = Петицію № { $number } «{ $title }» не опубліковано: { $petition_reason }.{ $text ->
    [none] {""}
   *[other] {" "}{ $text }
} Виправте це й подайте знову: напишіть «створити петицію».
petition-reached = Петиція № { $number } «{ $title }» зібрала голоси: { petition-support }. За законом міська влада відповість до { $due_at }. Напишемо.
petition-answered = Відповідь міста на петицію № { $number } «{ $title }»: «{ $petition_answer }»
petition-fell-short = Збір за петицією № { $number } «{ $title }» завершено: { petition-support }. Голосів не вистачило, тож за законом вона піде далі як колективне звернення.
petition-appeal = Петиція № { $number } тепер колективне звернення **{ $case_number }**: за законом відповідь — до { $due_at }. Спитати самим: «де { $case_number }».
petition-moderation-late = Модератор мав перевірити петицію № { $number } до { $due_at }, але ще не встиг. Напишемо, щойно він відповість.
petition-answer-late = Строк відповіді на петицію № { $number } «{ $title }» минув { $due_at }, а відповіді немає. Напишемо, щойно вона буде; можна й написати звернення до Київради.
