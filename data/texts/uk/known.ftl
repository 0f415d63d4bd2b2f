### What the city knows already of a fault.

ask-near_here = Це біля { $near }?
    .again = Оберіть, будь ласка: точка біля { $near } чи в іншому місці?
    .help = Цю адресу називали поруч із вашою позначкою. Вона допоможе знайти місце, але можна й без неї.
near_here-here = Так, це там
near_here-elsewhere = Ні, в іншому місці
slot-near_here = Місце на карті

outage-planned = Планове відключення
outage-emergency = Аварійне відключення
outage-stabilisation = Стабілізаційне відключення
ask-despite = { $outage }: { $service_code }, { $address } — до { $until }. Подати заявку все одно?
    .again = Подати заявку чи дочекатися, поки ввімкнуть?
    .help = Зазвичай після цього часу все вмикають без заявки. Якщо у вас інше — подавайте.
despite-file = Подати все одно
despite-wait = Дочекаюся
slot-despite = Чи подавати
outage-waited = Гаразд, заявку не подаю. Якщо після { $until } не запрацює — напишіть, подам одразу.

ask-join = { $same_own ->
    [yes] Про це ви вже повідомили { $same_since }: { $same }, { $same_status }. Ідеться про те саме?
   *[no] { $same_topic }, { $address }: про це вже знають, заявку подали { $same_since } ({ $same_status }). Додати вас до неї? Напишемо, щойно щось зміниться.
}
    .again = { $same_own ->
        [yes] Це та сама біда, що в { $same }, чи інша?
       *[no] Додати вас до поданої заявки чи у вас інше?
    }
    .help = Одна заявка на всіх швидша: бригада не їде двічі, а новини отримають усі.
join-join = { $same_own ->
    [yes] Так, те саме
   *[no] Так, додати
}
join-other = Ні, у мене інше
slot-join = Чи та сама
case-known = { $same }: { $same_status }. Напишемо, щойно щось зміниться.
case-joined = Додано: **{ $case_number }**. Разом із вами про це повідомили { $reported ->
    [one] { $reported } раз
    [few] { $reported } рази
   *[many] { $reported } разів
}. Відповідає { $body }, зазвичай — до { $due_at }. Напишемо, щойно щось зміниться.
slot-danger = Небезпека
