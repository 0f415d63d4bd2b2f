### Visits to doctors.

menu-doctor_appointment = Записатися до лікаря
flow-doctor_appointment = Запис до лікаря

ask-doctor_specialty = До якого лікаря?
    .again = Назвіть, будь ласка, лікаря: сімейний, стоматолог, кардіолог…
    .help = Не знаєте — оберіть сімейного: він скерує далі. Симптомів сюди не пишіть.
doctor_specialty-family = Сімейний лікар
doctor_specialty-paediatrician = Педіатр
doctor_specialty-dentist = Стоматолог
doctor_specialty-gynaecologist = Гінеколог
needed-doctor_specialty = Без лікаря записати не вийде.
ask-referral = До такого лікаря ({ $doctor_specialty }) зазвичай потрібне електронне направлення від сімейного. Воно у вас є?
    .again = Оберіть, будь ласка: направлення є чи немає?
    .help = Направлення виписує лікар, з яким у вас декларація. Номера сюди не надсилайте: його назвете клініці.
referral-have = Так, є
referral-none = Немає
doctor_appointment-ask-child_birth_date = Коли народилася дитина: день, місяць, рік?
    .again = Напишіть дату ось так: 12.05.2023.
    .help = Від віку залежить, який лікар прийме.
doctor_appointment-ask-institution = У якій клініці: номер чи район?
    .again = Напишіть номер поліклініки або район: «Оболонський».
    .help = Сімейний лікар приймає там, де у вас із ним декларація.
doctor_appointment-needed-institution = Без клініки чи району не знати, кому передати.
doctor_appointment-ask-date = Коли вам зручно: день і час?
    .again = Напишіть день: «завтра зранку», «у четвер після обіду», «будь-коли».
    .help = Це побажання: точний час підтвердить клініка.
doctor_appointment-needed-date = Без дня клініка не знатиме, коли вас чекати. Можна «будь-коли».
doctor_appointment-ask-name = Ваші прізвище та ім’я, а через кому — номер телефону?
    .again = Напишіть, будь ласка, прізвище та ім’я.
    .help = Ім’я й номер побачить лише клініка, щоб підтвердити візит.
doctor_appointment-needed-name = Без імені клініка не запише.
doctor_appointment-ask-phone = За яким номером клініка підтвердить візит?
    .again = Напишіть номер ось так: 067 123 45 67.
    .help = Номер побачить лише клініка.
doctor_appointment-needed-phone = Без номера клініка не зможе підтвердити візит.
ask-time = О котрій зручно?
    .again = Напишіть час: «зранку», «після 15:00».
    .help = Це побажання: точний час підтвердить клініка.
skip-time = Будь-який час
add-time = Додати час
time-morning = зранку
time-afternoon = після обіду
time-evening = увечері
time-night = уночі
doctor_appointment-ask-sure = { $visit_doctor }{ $visit_day ->
    [none] { "" }
   *[other] , { $visit_day }
} ({ $visit }): скасувати візит?
    .again = Оберіть, будь ласка: скасувати візит чи лишити?
    .help = Звільнений час віддадуть іншому. Записатися знову можна будь-коли.
sure-cancel = Так, скасувати
slot-doctor_specialty = Лікар
slot-referral = Направлення
slot-time = Час

visit-day-gone = Цей день уже минув.
visit-not-a-child = За цією датою це вже не дитина. Якщо йдеться про дорослого — назвіть дорослого лікаря.
clinic-unknown = Клініки { $unknown_institution } у переліку міста немає. Перевірте, будь ласка, номер.
doctor-declaration =
    Декларацію підписують з одним лікарем — сімейним, терапевтом або педіатром — у будь-якому районі, безоплатно, і змінюють коли завгодно.
    Візьміть документ, що посвідчує особу, податковий номер і телефон, для дитини — свідоцтво про народження; з 14 років можна й онлайн, у кабінеті пацієнта. Підкаже лінія НСЗУ: 16-77.
doctor-no-visit = Чинного запису до лікаря з цього чату немає. Можу подати новий.
doctor-kept = Гаразд, візит лишається.
doctor-cancelled = { $cancelled ->
    [withdrawn] Скасовано: { $visit } відкликано.
   *[told] Клініка вже підтвердила цей візит, тож передаємо їй скасування: **{ $case_number }**.
}
doctor_appointment-summary =
    { $visit ->
        [none] Запит на візит
       *[other] Перенесення візиту { $visit }
    }: { $doctor }{ $child_birth_date ->
        [none] { "" }
       *[other] , дитина { $child_birth_date } народження
    }, { $date }{ $time ->
        [none] { "" }
       *[other] , { $time }
    }.{ $turned ->
        [yes] { " " }Без направлення інший лікар не прийме, тож спершу сімейний: він його випише.
       *[no] { "" }
    }
    Клініка: { $institution ->
        [none] будь-яка
       *[other] { $institution }
    }{ $wished_in ->
        [none] { "" }
       *[other] , { $wished_in } район
    }. { $name }, { $phone }.
    Отримає: { $body }{ $body_id ->
        [cc1551] { " " }— і передасть клініці
       *[other] { "" }
    }. Час підтвердить клініка.{ $consent ->
        [yes] { " " }До якого лікаря ви йдете — дані про здоров’я, на них потрібна окрема згода: подаючи, ви даєте її. Симптомів ми не зберігаємо: { $privacy_url }
       *[other] { "" }
    }
    Подаємо?
doctor-needs-name = Без імені, номера й згоди клініка не запише. Чернетку стерто. Записатися можна й за телефоном клініки.
doctor_appointment-filed =
    Подано: **{ $case_number }**. { $body_id ->
        [cc1551] { $body } передасть запит клініці
       *[other] Запит отримала клініка: { $body }
    }; час підтвердять тут або за телефоном. Поки не підтвердили, це ще не запис.
    Перенести — «перенести візит на четвер», скасувати — «скасувати візит до лікаря».
kind-doctor_appointment = запис до лікаря

## What the institution is told

mail-fact-doctor_specialty = Лікар
mail-fact-doctor = Без направлення — спершу
mail-fact-referral = Направлення: { $referral }
mail-fact-date = Бажаний день: { $date }
mail-fact-time = Бажаний час: { $time }
mail-fact-moves = Замість візиту
mail-fact-cancels = Скасувати візит
