### What Telegram itself shows: the menu of commands; the buttons that share a phone or a place, or turn a page.

command-help = What I can do
command-status = My requests
command-my = All that is mine: requests, data, signatures
command-operator = Ask for a person
command-language = Change the language
command-cancel = Cancel what we are filing

share-contact = Share my phone number
share-location = Share my location
next-page = More
first-page = Back to the top
my-page = Open my page
