### Visits to doctors.

menu-doctor_appointment = See a doctor
flow-doctor_appointment = A visit to a doctor

ask-doctor_specialty = Which doctor?
    .again = Please name the doctor: family doctor, dentist, cardiologist…
    .help = If you do not know, choose the family doctor, who will send you on. Please no symptoms here.
doctor_specialty-family = Family doctor
doctor_specialty-paediatrician = Paediatrician
doctor_specialty-dentist = Dentist
doctor_specialty-gynaecologist = Gynaecologist
needed-doctor_specialty = Without a doctor there is no visit to ask for.
ask-referral = For this doctor ({ $doctor_specialty }), usually an e-referral from your family doctor is needed. Do you have one?
    .again = Please choose: do you have a referral or not?
    .help = The doctor of your declaration writes it. Do not send its number here: tell it to the clinic.
referral-have = Yes, I have
referral-none = No
doctor_appointment-ask-child_birth_date = When was the child born: day, month, year?
    .again = Please write the date like this: 12.05.2023.
    .help = Which doctor sees the child depends on its age.
doctor_appointment-ask-institution = Which clinic: its number, or a district?
    .again = Please write the clinic’s number or a district: “Obolonskyi”.
    .help = A family doctor sees you where your declaration is.
doctor_appointment-needed-institution = Without a clinic or a district nobody knows whom to send it to.
doctor_appointment-ask-date = When suits you: day and time?
    .again = Please write a day: “tomorrow morning”, “Thursday afternoon”, “any day”.
    .help = It is a wish: the clinic confirms the exact time.
doctor_appointment-needed-date = Without a day the clinic does not know when to expect you. “Any day” will do.
doctor_appointment-ask-name = Your surname and name, and after a comma your phone number?
    .again = Please write your surname and name.
    .help = Only the clinic sees them, to confirm the visit.
doctor_appointment-needed-name = Without a name the clinic cannot book.
doctor_appointment-ask-phone = Which number can the clinic confirm at?
    .again = Please write the number like this: 067 123 45 67.
    .help = Only the clinic sees the number.
doctor_appointment-needed-phone = Without a number the clinic cannot confirm the visit.
ask-time = What time suits you?
    .again = Please write a time: “morning”, “after 15:00”.
    .help = It is a wish: the clinic confirms the exact time.
skip-time = Any time
add-time = Add a time
time-morning = in the morning
time-afternoon = in the afternoon
time-evening = in the evening
time-night = at night
doctor_appointment-ask-sure = { $visit_doctor }{ $visit_day ->
    [none] { "" }
   *[other] , { $visit_day }
} ({ $visit }): cancel the visit?
    .again = Please choose: cancel the visit or keep it?
    .help = The time goes to somebody else. You can ask for another visit whenever you like.
sure-cancel = Yes, cancel
slot-doctor_specialty = Doctor
slot-referral = Referral
slot-time = Time

visit-day-gone = That day is over.
visit-not-a-child = By that date it is no child any more. For an adult, name a doctor for adults.
clinic-unknown = The city’s list has no clinic { $unknown_institution }. Please check the number.
doctor-declaration =
    A declaration is signed with one doctor (family doctor, therapist or paediatrician) in any district, free of charge, and changed whenever you like.
    Bring an identity document, your tax number and phone, for a child the birth certificate; from 14 years also online, in the patient’s cabinet. The National Health Service line helps: 16-77.
doctor-no-visit = There is no visit of yours from this chat. A new one can be asked for.
doctor-kept = All right, the visit stays.
doctor-cancelled = { $cancelled ->
    [withdrawn] Cancelled: { $visit } is withdrawn.
   *[told] The clinic has confirmed this visit already, so your cancellation goes to it: **{ $case_number }**.
}
doctor_appointment-summary =
    { $visit ->
        [none] A visit
       *[other] Moving visit { $visit }
    }: { $doctor }{ $child_birth_date ->
        [none] { "" }
       *[other] , a child born { $child_birth_date }
    }, { $date }{ $time ->
        [none] { "" }
       *[other] , { $time }
    }.{ $turned ->
        [yes] { " " }Without a referral no other doctor sees you, so first the family doctor, who writes it.
       *[no] { "" }
    }
    Clinic: { $institution ->
        [none] any
       *[other] { $institution }
    }{ $wished_in ->
        [none] { "" }
       *[other] , { $wished_in } district
    }. { $name }, { $phone }.
    It goes to: { $body }{ $body_id ->
        [cc1551] , which passes it to the clinic
       *[other] { "" }
    }. The clinic confirms the time.{ $consent ->
        [yes] { " " }Which doctor you see is health data and needs a consent of its own: by filing you give it. We keep no symptoms: { $privacy_url }
       *[other] { "" }
    }
    File it?
doctor-needs-name = Without a name, a number and consent the clinic cannot book. The draft is erased. You can also book by the clinic’s phone.
doctor_appointment-filed =
    Filed: **{ $case_number }**. { $body_id ->
        [cc1551] { $body } passes it to the clinic
       *[other] The clinic has it: { $body }
    }; the time is confirmed here or by phone. Until then it is not a booking yet.
    To move it: “move my visit to Thursday”; to cancel: “cancel my doctor visit”.
kind-doctor_appointment = visit to a doctor

## What the institution is told

mail-fact-doctor_specialty = Doctor
mail-fact-doctor = Without a referral, first
mail-fact-referral = Referral: { $referral }
mail-fact-date = Day wished for: { $date }
mail-fact-time = Time wished for: { $time }
mail-fact-moves = In place of visit
mail-fact-cancels = Cancel visit
