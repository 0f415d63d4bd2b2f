### Enrolment in kindergartens and schools.

menu-enrol_kindergarten = Записати дитину в садок
menu-enrol_school = Записати дитину до школи
flow-enrol_kindergarten = Запис у садок
flow-enrol_school = Запис до школи

## Questions

ask-child_name = { $more ->
    [none] Як звати дитину (прізвище та ім’я) і коли вона народилася?
   *[other] Як звати дітей (прізвище та ім’я) і коли вони народилися? Можна про всіх одразу.
}
    .again = Напишіть, будь ласка, прізвище та ім’я дитини.
    .help = Ім’я й дату побачить лише установа, яка отримає заявку. Номерів документів не потрібно.
needed-child_name = Без імені дитини заявку не розглянуть.
ask-child_birth_date = Коли народилася дитина: день, місяць, рік?
    .again = Напишіть дату ось так: 12.05.2023.
    .help = За датою видно, чи вже час до садка або школи. Свідоцтво в чат не надсилайте.
needed-child_birth_date = Без дати народження заявку не розглянуть.
ask-institution = Які садки бажаєте: номери чи район?
    .again = Напишіть номери через кому — «512, 130» — або район: «Оболонський».
    .help = Можна кілька. Не знаєте номерів — напишіть район або «за місцем проживання».
enrol_school-ask-institution = Яку школу бажаєте: номер чи район?
    .again = Напишіть номер — «школа 148» — або район: «Оболонський».
    .help = Школа за місцем проживання бере першочергово; до інших — на вільні місця.
needed-institution = Без закладу чи району не знати, кому передати.
institution-by_territory = За місцем проживання
ask-from_institution = У якому садку дитина зараз (номер)?
    .again = Напишіть, будь ласка, номер теперішнього садка.
    .help = Його попередять, що ви переводитеся.
enrol_school-ask-from_institution = У якій школі дитина зараз (номер)?
    .again = Напишіть, будь ласка, номер теперішньої школи.
    .help = Звідти передають особову справу.
needed-from_institution = Без теперішнього закладу перевести не зможуть.
ask-transfer_reason = Чому переводите?
    .again = Кількох слів досить: «переїхали», «ближче до дому».
    .help = Причина допомагає знайти місце, але можна й без неї.
skip-transfer_reason = Без причини
ask-school_class = У який клас?
    .again = Напишіть клас числом: від 1 до 12.
    .help = Від класу залежить, які документи потрібні й чи є місця.
needed-school_class = Без класу заявку не розглянуть.
ask-wished_district = { $address ->
    [none] У якому ви районі?
   *[other] { $address }: який це район?
}
    .again = Оберіть район або напишіть його назву.
    .help = Заклади за місцем проживання знає адміністрація вашого району.
ask-wished_district-one = { $address ->
    [none] Це { $likely_districts } район?
   *[other] { $address }: це { $likely_districts } район?
}
ask-wished_district-all = Оберіть, будь ласка, ваш район.
skip-wished_district = Не знаю
enrol_kindergarten-ask-name = Хто подає: ваші прізвище та ім’я, адреса, де живете, і телефон?
    .again = Напишіть, будь ласка, прізвище та ім’я одного з батьків.
    .help = Заявку подає хтось із батьків або опікун. Дані побачить лише установа, яка її отримає.
enrol_school-ask-name = Хто подає: ваші прізвище та ім’я, адреса, де живете, і телефон?
    .again = Напишіть, будь ласка, прізвище та ім’я одного з батьків.
    .help = Заявку подає хтось із батьків або опікун. Дані побачить лише установа, яка її отримає.
enrol_kindergarten-ask-address = За якою адресою в Києві ви живете?
    .again = Напишіть, будь ласка, вулицю, будинок і квартиру: «Драгоманова, 15, кв. 3».
    .help = Першими беруть киян і дітей із території, яку обслуговує садок.
enrol_school-ask-address = За якою адресою в Києві ви живете?
    .again = Напишіть, будь ласка, вулицю, будинок і квартиру: «Драгоманова, 15, кв. 3».
    .help = Першими беруть дітей із території, яку обслуговує школа.
enrol_kindergarten-ask-phone = За яким номером вам зателефонувати?
    .again = Напишіть номер ось так: 067 123 45 67.
    .help = Про місце часто повідомляють телефоном. Номер побачить лише установа.
enrol_school-ask-phone = За яким номером вам зателефонувати?
    .again = Напишіть номер ось так: 067 123 45 67.
    .help = Про рішення часто повідомляють телефоном. Номер побачить лише установа.
needed-phone = Без номера вас не зможуть запросити.
enrol_kindergarten-needed-address = Без адреси не видно, чи ви з цієї території.
enrol_school-needed-address = Без адреси не видно, чи ви з цієї території.
enrol_kindergarten-needed-name = Заявку подає дорослий: без його імені не вийде.
enrol_school-needed-name = Заявку подає дорослий: без його імені не вийде.
ask-benefit = Яка у вас пільга чи перевага?
    .again = Оберіть або напишіть своїми словами.
    .help = Документ про пільгу покажете в закладі; номера сюди не пишіть.
skip-benefit = Без пільги
add-benefit = Додати пільгу
benefit-military = родина військового
benefit-idp = переселенці
benefit-large_family = багатодітна родина
benefit-sibling = там учиться брат чи сестра
benefit-staff = батьки працюють у закладі
benefit-orphan = під опікою
benefit-single_parent = виховує один із батьків
ask-wishes = Що ще врахувати: мову навчання, особливі освітні потреби?
    .again = Напишіть, будь ласка, побажання кількома словами.
    .help = Діагнозів сюди не пишіть: їх обговорюють у закладі.
skip-wishes = Без побажань
add-wishes = Додати побажання

slot-child_name = Ім’я дитини
slot-child_birth_date = Дата народження
slot-institution = Заклади
slot-from_institution = Теперішній заклад
slot-transfer_reason = Причина
slot-school_class = Клас
slot-wished_district = Район
slot-benefit = Пільга
slot-wishes = Побажання

## When an answer does not fit

not-an-institution = Такого номера не буває: у ньому не більше чотирьох цифр.
birth-date-exact = Потрібна повна дата народження, не лише вік чи місяць.
birth-date-year = Бракує року.
birth-date-none = Такої дати в календарі немає.
birth-date-ahead = Ця дата народження ще не настала.
kindergarten-too-old = { $age_unit ->
    [years] { $age ->
        [one] Виходить, дитині { $age } рік
        [few] Виходить, дитині { $age } роки
       *[many] Виходить, дитині { $age } років
    }
   *[months] Виходить, дитині { $age } міс.
}, а садки приймають до семи. Якщо пора до школи — так і напишіть: «запис до школи».
school-too-young = { $age_unit ->
    [years] { $age ->
        [one] Виходить, дитині { $age } рік
        [few] Виходить, дитині { $age } роки
       *[many] Виходить, дитині { $age } років
    }
   *[months] Виходить, дитині { $age } міс.
}, до школи ще рано. Якщо йдеться про садок — напишіть «запис у садок».
school-too-old = { $age ->
    [one] Виходить, дитині { $age } рік
    [few] Виходить, дитині { $age } роки
   *[many] Виходить, дитині { $age } років
}, а до школи зараховують до вісімнадцяти. Дорослих навчають вечірні школи.
kindergarten-unknown = Садка { $unknown_institution } у переліку міста немає. Перевірте, будь ласка, номер.
kindergarten-unknown-now = Садка { $unknown_now } у переліку міста немає. Перевірте, будь ласка, номер.
school-unknown = Школи { $unknown_institution } у переліку міста немає. Перевірте, будь ласка, номер.
school-unknown-now = Школи { $unknown_now } у переліку міста немає. Перевірте, будь ласка, номер.

## Papers and dates

document-application = заява
document-birth_certificate = копія свідоцтва про народження (оригінал — показати)
document-parent_tax_number = податковий номер одного з батьків
document-benefit_proof = документ про пільгу, якщо вона є
document-medical_form = медична довідка 086-1/о
document-earlier_education = документ про попередню освіту, якщо він є
document-residence_if_wished = за бажанням — підтвердження, де живете
enrol_kindergarten-papers =
    Для садка потрібні: { $documents }. Джерело — { $documents_source }. Усе це — у системі СЕЗ ЗДО й у самому садку; сюди документів і їхніх номерів не надсилайте.
    { $dates_of ->
        [this] Запрошення на { $intake } рік надходять з { $invitations_from } (джерело — { $dates_source }).
        [earlier] Коли надходитимуть запрошення на { $intake } рік, ще не знаю; востаннє — з { $invitations_from } (джерело — { $dates_source }).
       *[none] Коли надходитимуть запрошення, не знаю: спитайте 1551.
    }
enrol_school-papers =
    Для школи потрібні: { $documents }. Джерело — { $documents_source }. Їх показують у школі; сюди документів і їхніх номерів не надсилайте.
    { $dates_of ->
        [this] Заяви до першого класу на { $intake } рік приймають з { $opens } до { $closes } включно (джерело — { $dates_source }).
        [earlier] Дат на { $intake } рік ще не знаю; востаннє заяви приймали з { $opens } до { $closes } (джерело — { $dates_source }).
       *[none] Дат цього року не знаю: спитайте школу або 1551.
    }

enrol_kindergarten-list = { $unlisted ->
    [yes] Переліку садків місто нам ще не передало, тож номерів не назву. Їх підкаже адміністрація району або 1551. Записати можна й без номера: за районом чи місцем проживання.
   *[no] { $listed_there ->
        [none] Назвіть район — перелічу номери: «садки в Оболонському районі».
       *[other] { $wished_in } район, номери: { $listed_there }{ $listed_more ->
            [0] {""}
           *[other] {" "}і ще { $listed_more }
        }.
    }
}

enrol_school-list = { $unlisted ->
    [yes] Переліку шкіл місто нам ще не передало, тож номерів не назву. Їх підкаже адміністрація району або 1551. Записати можна й без номера: за районом чи місцем проживання.
   *[no] { $listed_there ->
        [none] Назвіть район — перелічу номери: «школи в Оболонському районі».
       *[other] { $wished_in } район, номери: { $listed_there }{ $listed_more ->
            [0] {""}
           *[other] {" "}і ще { $listed_more }
        }.
    }
}

## Summaries

enrol_kindergarten-summary =
    { $transfer ->
        [none] Заявка в садок
       *[other] Переведення з садка { $from_institution }
    }: { $child_name }, народження { $child_birth_date }.
    Бажано: { $institution ->
        [none] будь-який садок
       *[other] { $institution }
    }{ $wished_in ->
        [none] { "" }
       *[other] , { $wished_in } район
    }.{ $transfer_reason ->
        [none] { "" }
       *[other] { " " }Причина: { $transfer_reason }.
    }{ $benefit ->
        [none] { "" }
       *[other] { " " }Пільга: { $benefit }.
    }{ $wishes ->
        [none] { "" }
       *[other] { " " }Побажання: { $wishes }.
    }{ $not_yet_taken ->
        [yes] { " " }Садки беруть приблизно з півтора року, та заявку можна подати вже.
       *[no] { "" }
    }
    Подає { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , кв. { $apartment }
    }, { $phone }. Отримає: { $body }{ $body_id ->
        [cc1551] { " " }— і передасть закладу
       *[other] { "" }
    }.{ $unlisted ->
        [yes] { " " }Переліку садків у нас немає, тож передамо, як ви написали.
       *[no] { "" }
    }{ $consent ->
        [yes] { " " }Дані ваші й дитини побачить лише ця установа; подаючи, ви погоджуєтеся на це: { $privacy_url }
       *[other] { "" }
    }
    Подаємо?
enrol_school-summary =
    { $transfer ->
        [none] Заявка до школи
       *[other] Переведення зі школи { $from_institution }
    }: { $child_name }, народження { $child_birth_date }, { $class_known }-й клас.
    Бажано: { $institution ->
        [none] будь-яка школа
       *[other] { $institution }
    }{ $wished_in ->
        [none] { "" }
       *[other] , { $wished_in } район
    }.{ $transfer_reason ->
        [none] { "" }
       *[other] { " " }Причина: { $transfer_reason }.
    }{ $benefit ->
        [none] { "" }
       *[other] { " " }Перевага: { $benefit }.
    }{ $wishes ->
        [none] { "" }
       *[other] { " " }Побажання: { $wishes }.
    }{ $unusual_age ->
        [early] { " " }На 1 вересня дитині ще не буде шести: чи візьмуть, вирішує школа.
        [late] { " " }Зазвичай у перший клас ідуть не пізніше ніж у сім: це вирішує школа.
       *[none] { "" }
    }
    Подає { $name }, { $address }{ $apartment ->
        [none] { "" }
       *[other] , кв. { $apartment }
    }, { $phone }. Отримає: { $body }{ $body_id ->
        [cc1551] { " " }— і передасть закладу
       *[other] { "" }
    }.{ $unlisted ->
        [yes] { " " }Переліку шкіл у нас немає, тож передамо, як ви написали.
       *[no] { "" }
    }{ $consent ->
        [yes] { " " }Дані ваші й дитини побачить лише ця установа; подаючи, ви погоджуєтеся на це: { $privacy_url }
       *[other] { "" }
    }
    Подаємо?
enrolment-needs-name = Без імені дитини й когось із батьків заявку не розглянуть. Чернетку стерто. Записати дитину можна й особисто, у самому закладі.

## Filed

enrol_kindergarten-filed =
    Подано: **{ $case_number }** — це вхідний номер заявки. Відповідає { $body }, зазвичай — до { $due_at } (це норма служби, не закон). Спитати самим: «де моя заявка в садок».
    Місце в черзі дає лише міська система СЕЗ ЗДО: зареєструйте дитину й там, через Київ ID. Знадобляться { $documents } (джерело — { $documents_source }).
enrol_school-filed =
    Подано: **{ $case_number }** — це вхідний номер заявки. Відповідає { $body }, зазвичай — до { $due_at } (це норма служби, не закон). Спитати самим: «де моя заявка».
    Зараховує школа. Для неї підготуйте: { $documents } (джерело — { $documents_source }).{ $transfer ->
        [none] { $dates_of ->
            [this] { " " }До першого класу заяви приймають з { $opens } до { $closes }.
           *[other] { "" }
        }
       *[other] { "" }
    }
enrolment-another = Тепер інша дитина. Ваше ім’я, адресу й телефон удруге не питатиму.
kind-enrol_kindergarten = запис у садок
kind-enrol_school = запис до школи

## What the institution is told

mail-fact-transfer = Переведення з іншого закладу
mail-fact-child_name = Дитина
mail-fact-child_birth_date = Дата народження дитини: { $child_birth_date }
mail-fact-school_class = Клас
mail-fact-from_institution = Тепер у закладі: { $from_institution }
mail-fact-institution = Заклад: { $institution }
mail-fact-wished_district = Бажаний район: { $wished_district }
mail-fact-transfer_reason = Причина переведення
mail-fact-benefit = Пільга чи перевага: { $benefit }
mail-fact-wishes = Побажання
