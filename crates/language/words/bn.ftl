# A body may have {bytes} bytes at most.
a-body-may-have-bytes-bytes-at-most-49ef3d3d = একটি অনুরোধে সর্বোচ্চ { $bytes } বাইট থাকতে পারে।

# A body may have {most} values at most. Send it in parts.
a-body-may-have-most-values-at-most-send-9354ff0c = একটি অনুরোধে সর্বোচ্চ { $most }টি মান থাকতে পারে। ভাগ করে পাঠান।

# A category cannot lie in itself.
a-category-cannot-lie-in-itself-257a2aaf = একটি শ্রেণি নিজের ভেতরে থাকতে পারে না।

# A choice has at most {max} words.
a-choice-has-at-most-max-words-ab9b2d4c = একটি পছন্দ-তালিকায় সর্বোচ্চ { $max }টি শব্দ থাকে।

# A comment needs a text.
a-comment-needs-a-text-65382bc8 = মন্তব্যে লেখা থাকতে হবে।

# A company adds {most} schedules at most. Remove some that are no longer needed.
a-company-adds-most-schedules-at-most-2da385e0 = একটি কোম্পানি সর্বোচ্চ { $most }টি সময়সূচি যোগ করতে পারে। যেগুলোর আর দরকার নেই সেগুলো সরান।

# A company may have {most} subscriptions at most.
a-company-may-have-most-subscriptions-at-2b5656a3 = একটি কোম্পানির সর্বোচ্চ { $most }টি সাবস্ক্রিপশন থাকতে পারে।

# A correction is not zero.
a-correction-is-not-zero-85a7d3ed = সংশোধন শূন্য হতে পারে না।

# A cost is not negative.
a-cost-is-not-negative-07eec065 = ব্যয় ঋণাত্মক হতে পারে না।

# A credit note gives nothing away.
a-credit-note-gives-nothing-away-4505a140 = ক্রেডিট নোটে কিছু বিনামূল্যে দেওয়া হয় না।

# A customer, a supplier, or both.
a-customer-a-supplier-or-both-0ee9f1c3 = গ্রাহক, সরবরাহকারী বা দুটিই।

# A customer's account between two days, as known now or at an entry: this fiscal year until today where no days are named. A customer has one account with all branches.
a-customer-s-account-between-two-days-as-bac4ece1 = দুই দিনের মাঝে একজন গ্রাহকের হিসাব, এখন বা কোনো দাখিলার সময় যেমন জানা: দিন না দিলে এই অর্থবছর, আজ পর্যন্ত। সব শাখার সঙ্গে একজন গ্রাহকের একটিই হিসাব থাকে।

# A date is a day that exists, written like 2026-12-31.
a-date-is-a-day-that-exists-written-like-2cbb9f1d = তারিখ হতে হবে এমন দিন যা আছে, 2026-12-31 এর মতো লেখা।

# a date such as 2026-01-31
a-date-such-as-2026-01-31-9be1ef52 = 2026-01-31 এর মতো তারিখ

# A day of the month is 1 to 31, or the last one.
a-day-of-the-month-is-1-to-31-or-the-5801ba82 = মাসের দিন 1 থেকে 31, অথবা শেষ দিন।

# a decimal number, as a string or a number
a-decimal-number-as-a-string-or-a-number-ea74db77 = দশমিক সংখ্যা, লেখা বা সংখ্যা হিসেবে,

# A delegation lasts a year at most.
a-delegation-lasts-a-year-at-most-b459ec45 = দায়িত্ব অর্পণ সর্বোচ্চ এক বছর থাকে।

# A deleted row comes back as it was: there are no fields.
a-deleted-row-comes-back-as-it-was-there-e421718f = মোছা সারি যেমন ছিল তেমনই ফেরে: কোনো ঘর দেওয়া যায় না।

# A deletion has no fields.
a-deletion-has-no-fields-074ceab0 = মোছার সময় কোনো ঘর দেওয়া যায় না।

# A demo has a published password: {name} must be a loopback address, not {address}.
a-demo-has-a-published-password-name-d30df27d = প্রদর্শনী কোম্পানির পাসওয়ার্ড সবার জানা: { $name } লুপব্যাক ঠিকানা হতে হবে, { $address } নয়।

# A discount is between zero and the line's {amount}.
a-discount-is-between-zero-and-the-line-37602da3 = ছাড় শূন্য থেকে লাইনের অঙ্ক { $amount } পর্যন্ত হতে পারে।

# A document is named by both, record and row.
a-document-is-named-by-both-record-and-40d0fcbc = দলিল বোঝাতে দুটোই লাগে, তালিকা (record) ও সারি (row)।

# A document with the number “{number}” is in the books already, dated {date}.
a-document-with-the-number-number-is-in-9ee7b8a7 = “{ $number }” নম্বরের একটি দলিল { $date } তারিখে আগেই বইয়ে উঠেছে।

# A door that the company has opened for another system. Its id is the last part of its address.
a-door-that-the-company-has-opened-for-4ddd1cff = কোম্পানি অন্য ব্যবস্থার জন্য যে দ্বার খুলেছে। এর আইডি হলো ঠিকানার শেষ অংশ।

# A field that the company has added to a list.
a-field-that-the-company-has-added-to-a-528b260d = কোম্পানি কোনো তালিকায় যে ঘর যোগ করেছে।

# A file hangs on a row that is there, so a new row cannot have one yet.
a-file-hangs-on-a-row-that-is-there-so-a-0fdf9a96 = ফাইল এমন সারিতে যুক্ত হয় যা আগে থেকে আছে, তাই নতুন সারিতে এখনই ফাইল দেওয়া যায় না।

# A file holds everything at once: leave out {name}.
a-file-holds-everything-at-once-leave-fded7559 = ফাইলে সবকিছু একসঙ্গে থাকে: { $name } বাদ দিন।

# A file may have {mebibytes} MiB at most.
a-file-may-have-mebibytes-mib-at-most-a376fd7b = একটি ফাইল সর্বোচ্চ { $mebibytes } MiB হতে পারে।

# A file that is imported in the background.
a-file-that-is-imported-in-the-1615167b = একটি ফাইল যা পেছনে আমদানি হয়।

# A fiscal year.
a-fiscal-year-db07c3e3 = একটি অর্থবছর।

# A fiscal year starts on the first day of a month.
a-fiscal-year-starts-on-the-first-day-of-cc148d28 = অর্থবছর মাসের প্রথম দিনে শুরু হয়।

# A fiscal year that joins no other starts in {first} to {last}. If this one is meant, open the years between first.
a-fiscal-year-that-joins-no-other-starts-e6f2b622 = যে অর্থবছর অন্য কোনোটির সঙ্গে যুক্ত নয় তা { $first } থেকে { $last } এর মধ্যে শুরু হয়। এটিই চাইলে আগে মাঝের বছরগুলো খুলুন।

# A formula over the fields of the event that says when it counts: `total >= 10000`. Always where it is left out.
a-formula-over-the-fields-of-the-event-32b7a6c8 = ঘটনার ঘরগুলো দিয়ে একটি সূত্র, যা বলে কখন এটি প্রযোজ্য: `total >= 10000`। না দিলে সব সময়।

# A group of products; groups may lie in groups.
a-group-of-products-groups-may-lie-in-0a514cdd = পণ্যের একটি দল; দলের ভেতরে দল থাকতে পারে।

# A heading takes no entries. Set manual to false.
a-heading-takes-no-entries-set-manual-to-eb5d5301 = শিরোনাম হিসাবে দাখিলা হয় না। manual-কে false করুন।

# A job was given up
a-job-was-given-up = একটি কাজ পরিত্যক্ত হয়েছে

# A letter to a customer or supplier. Once it was printed it stays as it is.
a-letter-to-a-customer-or-supplier-once-4afdc5e0 = গ্রাহক বা সরবরাহকারীকে লেখা চিঠি। একবার ছাপা হলে তা আর বদলায় না।

# A line has either a debit or a credit.
a-line-has-either-a-debit-or-a-credit-62fa478d = একটি লাইনে হয় ডেবিট নয়তো ক্রেডিট থাকে।

# A line has no word before or no label behind its =.
a-line-has-no-word-before-or-no-label-dc6448a1 = একটি লাইনে = চিহ্নের আগে শব্দ বা পরে নাম নেই।

# A line of cron: minute, hour, day, month, day of the week; `0 9 L * *` is the last day of the month at nine.
a-line-of-cron-minute-hour-day-month-day-f598969d = cron এর একটি লাইন: মিনিট, ঘণ্টা, দিন, মাস, সপ্তাহের দিন; `0 9 L * *` মানে মাসের শেষ দিন নয়টায়।

# a list
a-list-f2f9b28c = একটি তালিকা

# A list has at most {max} fields of its own.
a-list-has-at-most-max-fields-of-its-own-f6f01c0a = একটি তালিকায় নিজস্ব ঘর সর্বোচ্চ { $max }টি হতে পারে।

# A list may have {most} commands at most.
a-list-may-have-most-commands-at-most-297f3356 = একটি তালিকায় সর্বোচ্চ { $most }টি নির্দেশ থাকতে পারে।

# a list of words
a-list-of-words-b269fab0 = শব্দের একটি তালিকা

# A list price is not below 0.
a-list-price-is-not-below-0-5a7b3c9f = তালিকা-মূল্য 0 এর কম হতে পারে না।

# A member decides for another one, from one day to another.
a-member-decides-for-another-one-from-88365581 = একজন সদস্য অন্য সদস্যের হয়ে সিদ্ধান্ত নেন, এক দিন থেকে আরেক দিন পর্যন্ত।

# A member named by the event
a-member-named-by-the-event = ঘটনায় উল্লেখ করা সদস্য

# A message from somebody outside.
a-message-from-somebody-outside-2632b9ae = বাইরের কারও পাঠানো বার্তা।

# A message is a JSON object with the fields type and data, and at most 64 KiB long.
a-message-is-a-json-object-with-the-ae944d93 = বার্তা হলো type ও data ঘরসহ একটি JSON অবজেক্ট, দৈর্ঘ্যে সর্বোচ্চ 64 KiB।

# A message that another system has sent.
a-message-that-another-system-has-sent-52d50630 = অন্য ব্যবস্থা যে বার্তা পাঠিয়েছে।

# A message to somebody outside of the program.
a-message-to-somebody-outside-of-the-7a795fff = প্রোগ্রামের বাইরের কারও কাছে পাঠানো বার্তা।

# A method of payment.
a-method-of-payment-7bc7c3a6 = একটি পরিশোধ পদ্ধতি।

# A moment is written like 2026-01-31T12:00:00Z.
a-moment-is-written-like-2026-01-31t12-9e1ef9c6 = সময় লেখা হয় 2026-01-31T12:00:00Z এর মতো।

# a moment such as 2026-01-31T12:00:00Z
a-moment-such-as-2026-01-31t12-00-00z-d6beb5f1 = 2026-01-31T12:00:00Z এর মতো সময়

# A month has 29 to 32 days, not {days}.
a-month-has-29-to-32-days-not-days-af08e5fc = মাস 29 থেকে 32 দিনের হয়, { $days } দিনের নয়।

# A month of a fiscal year.
a-month-of-a-fiscal-year-b547b29b = অর্থবছরের একটি মাস।

# A month of the fiscal year {code} is closed, or was: its history keeps the year.
a-month-of-the-fiscal-year-code-is-e39dc27e = অর্থবছর { $code } এর একটি মাস বন্ধ আছে বা ছিল: তার ইতিহাসের জন্য বছরটি রাখতে হবে।

# A name has 1 to 255 characters.
a-name-has-1-to-255-characters-d7a8e91b = নাম 1 থেকে 255 অক্ষরের হয়।

# A newer version of the program has taken this company over. Update this one.
a-newer-version-of-the-program-has-taken-8f8b92c4 = প্রোগ্রামের নতুনতর সংস্করণ এই কোম্পানির দায়িত্ব নিয়েছে। এটি হালনাগাদ করুন।

# A notification
a-notification = একটি বিজ্ঞপ্তি

# a number has at most {most} characters
a-number-has-at-most-most-characters-60ac92f6 = সংখ্যায় সর্বোচ্চ { $most }টি অক্ষর থাকে

# a number has at most {most} decimals
a-number-has-at-most-most-decimals-00acc122 = সংখ্যায় সর্বোচ্চ { $most } দশমিক ঘর থাকে

# A paper has {most} lines at most. Ask for a shorter period.
a-paper-has-most-lines-at-most-ask-for-a-728239e3 = একটি ছাপা কাগজে সর্বোচ্চ { $most }টি লাইন থাকে। আরও ছোট মেয়াদ চান।

# A payment received from a customer.
a-payment-received-from-a-customer-7024e142 = একজন গ্রাহকের কাছ থেকে পাওয়া টাকা।

# A place of business: branch, shop, depot. Debits equal credits in every site.
a-place-of-business-branch-shop-depot-05bce998 = ব্যবসার স্থান: শাখা, দোকান, ডিপো। প্রতিটি শাখায় ডেবিট ও ক্রেডিট সমান।

# A price is not below zero.
a-price-is-not-below-zero-ffef162b = দাম শূন্যের কম হতে পারে না।

# A price is not below zero: what comes back has a negative quantity, and a discount lowers the price of its line.
a-price-is-not-below-zero-what-comes-83585198 = দাম শূন্যের কম হতে পারে না: ফেরত পণ্যের পরিমাণ ঋণাত্মক হয়, আর ছাড় লাইনের দাম কমায়।

# A quantity is greater than zero.
a-quantity-is-greater-than-zero-a3ec4bf0 = পরিমাণ শূন্যের বেশি হতে হবে।

# A rule tells by one channel at least.
a-rule-tells-by-one-channel-at-least-16f20102 = একটি নিয়ম অন্তত একটি মাধ্যমে জানায়।

# A sale or a return. The totals of a return are positive; its kind gives the direction. `total = paid - change_given + due + difference`; on a return `paid` is the refund and `due` the credit to the customer's receivables.
a-sale-or-a-return-the-totals-of-a-9195f1d8 = একটি বিক্রয় বা ফেরত। ফেরতের মোটও ধনাত্মক; ধরন থেকে দিক বোঝা যায়। `total = paid - change_given + due + difference`; ফেরতে `paid` হলো ফেরত দেওয়া টাকা, আর `due` গ্রাহকের প্রাপ্য হিসাবে জমা।

# A secret is encrypted before its command is made: choose it by itself, at its own address.
a-secret-is-encrypted-before-its-command-b18c19c2 = গোপন মান তার নির্দেশ তৈরির আগেই সংকেতবদ্ধ হয়: এটি আলাদাভাবে, নিজ ঠিকানায় ঠিক করুন।

# A secret is encrypted with a key of its company: it cannot be chosen for all companies.
a-secret-is-encrypted-with-a-key-of-its-3957ac2a = গোপন মান কোম্পানির নিজস্ব চাবিতে সংকেতবদ্ধ হয়: সব কোম্পানির জন্য একসঙ্গে ঠিক করা যায় না।

# A secret or a key of secrets was changed in the meantime. Try again.
a-secret-or-a-key-of-secrets-was-changed-4b46a895 = এরই মধ্যে একটি গোপন মান বা তার চাবি বদলেছে। আবার চেষ্টা করুন।

# A sheet has {most} columns at most, and this report has more: ask for CSV.
a-sheet-has-most-columns-at-most-and-1c05e685 = একটি শিটে সর্বোচ্চ { $most }টি কলাম থাকে, এই প্রতিবেদনে তার বেশি: CSV চান।

# A step names a role or a member, not both.
a-step-names-a-role-or-a-member-not-both-243e31eb = ধাপে একটি ভূমিকা অথবা একজন সদস্যের নাম থাকে, দুটো একসঙ্গে নয়।

# A store of goods at a site.
a-store-of-goods-at-a-site-698b6f65 = কোনো শাখার পণ্যের গুদাম।

# A tax category: the way a product is taxed.
a-tax-category-the-way-a-product-is-5e1fc755 = কর শ্রেণি: পণ্যে কীভাবে কর ধরা হয়।

# A tax rate is a fraction from 0 to 1: 20 % is 0.2.
a-tax-rate-is-a-fraction-from-0-to-1-20-9b9f3bd1 = করের হার 0 থেকে 1 এর ভগ্নাংশ: 20 % হলো 0.2।

# a text
a-text-a811ce33 = একটি লেখা

# a text; without one, take the choice back
a-text-without-one-take-the-choice-back-b15595b2 = একটি লেখা (না থাকলে পছন্দটি ফিরিয়ে নিন)

# a time in whole seconds such as 14:30:05
a-time-in-whole-seconds-such-as-14-30-05-dc4bb502 = 14:30:05 এর মতো পূর্ণ সেকেন্ডের সময়

# A time of the day is written like 22:00.
a-time-of-the-day-is-written-like-22-00-89b304ff = দিনের সময় এভাবে লেখা হয়: 22:00।

# a time such as 14:30
a-time-such-as-14-30-804ab826 = 14:30 এর মতো সময়

# A total grew too large.
a-total-grew-too-large-1119527c = একটি মোট বেশি বড় হয়ে গেছে।

# A total is not below zero.
a-total-is-not-below-zero-aa0a26d6 = মোট শূন্যের কম হতে পারে না।

# A unit in which quantities are counted.
a-unit-in-which-quantities-are-counted-fd1d3969 = যে এককে পরিমাণ গোনা হয়।

# a value
a-value-6d8a6abd = একটি মান

# A warehouse stays at its site; transfer its goods to another.
a-warehouse-stays-at-its-site-transfer-62de5de7 = গুদাম নিজ শাখাতেই থাকে; পণ্য অন্য গুদামে স্থানান্তর করুন।

# A webhook subscription was switched off
a-webhook-subscription-was-switched-off = একটি ওয়েবহুক সাবস্ক্রিপশন বন্ধ করা হয়েছে

# a whole number
a-whole-number-4eb411b0 = একটি পূর্ণ সংখ্যা

# A word has more than {max} characters.
a-word-has-more-than-max-characters-67052e76 = একটি শব্দে { $max } অক্ষরের বেশি আছে।

# A word of your own, by which WhatsApp knows that the address for reports is yours.
a-word-of-your-own-by-which-whatsapp-116e87f6 = আপনার নিজের বেছে নেওয়া একটি শব্দ, যা দিয়ে WhatsApp বোঝে যে প্রতিবেদনের ঠিকানাটি আপনার।

# A4
a4 = A4

# A4, 24 on a sheet (PDF)
a4-24-on-a-sheet-pdf-a431f92a = A4, এক পাতায় 24টি (PDF)

# A5
a5 = A5

# About
about = বিষয়

# About an approval
about-an-approval = একটি অনুমোদন প্রসঙ্গে

# Access token expired
access-token-expired = প্রবেশ-টোকেনের মেয়াদ শেষ

# Account
account = হিসাব

# Account {code} is a heading, which has no lines. Name one of the accounts below it.
account-code-is-a-heading-which-has-no-46e6577c = হিসাব { $code } একটি শিরোনাম, এতে লাইন নেই। এর নিচের কোনো হিসাব দিন।

# Account {code} is a heading, which takes no lines. Name one of the accounts below it.
account-code-is-a-heading-which-takes-no-19074bfc = হিসাব { $code } একটি শিরোনাম, এতে লাইন দেওয়া যায় না। এর নিচের কোনো হিসাব দিন।

# Account {code} is kept by the program; post the document that moves it.
account-code-is-kept-by-the-program-post-2de217c8 = হিসাব { $code } প্রোগ্রাম নিজে রাখে; যে দলিলে এটি বদলায় তা দাখিল করুন।

# Account {code} is no heading of the kind {kind}.
account-code-is-no-heading-of-the-kind-12b76eba = হিসাব { $code } { $kind } ধরনের শিরোনাম নয়।

# Account {code} is still in use: a posting, payment method or product names it, or it has a balance.
account-code-is-still-in-use-a-posting-a692aa89 = হিসাব { $code } এখনো ব্যবহৃত: কোনো দাখিলা, পরিশোধ পদ্ধতি বা পণ্যে এর নাম আছে, অথবা এর জের আছে।

# Account {code} ({name}) is neither cash nor a bank.
account-code-name-is-neither-cash-nor-a-f6335c8b = হিসাব { $code } ({ $name }) নগদও নয়, ব্যাংকও নয়।

# Account {code} ({name}) is not in use.
account-code-name-is-not-in-use-df40c4e4 = হিসাব { $code } ({ $name }) ব্যবহৃত হচ্ছে না।

# Account name
account-name = হিসাবের নাম

# Account not in use
account-not-in-use = হিসাবটি ব্যবহৃত হচ্ছে না

# Accounts
accounts = হিসাবসমূহ

# Accounts that refer to this
accounts-that-refer-to-this = এর সঙ্গে যুক্ত হিসাব

# Action
action = কাজ

# Active
active = সক্রিয়

# Actor
actor = সম্পাদনকারী

# Add member
add-member = সদস্য যোগ করুন

# Add schedule
add-schedule = সময়সূচি যোগ করুন

# Address
address = ঠিকানা

# Address and headers may have 32768 bytes and 100 headers at most.
address-and-headers-may-have-32768-bytes-f9968374 = ঠিকানা ও হেডার মিলিয়ে সর্বোচ্চ 32768 বাইট ও 100টি হেডার হতে পারে।

# Address for reports
address-for-reports = প্রতিবেদনের ঠিকানা

# {address} is no address of e-mail: {why}
address-is-no-address-of-e-mail-why-07286f3e = { $address } ই-মেইল ঠিকানা নয়: { $why }

# Adds a role of the company's own. You can give it only permissions that you have yourself.
adds-a-role-of-the-company-s-own-you-can-fbad2455 = কোম্পানির নিজস্ব একটি ভূমিকা যোগ করে। শুধু আপনার নিজের অনুমতিগুলোই এতে দিতে পারেন।

# Adjust stock
adjust-stock = মজুদ সমন্বয় করুন

# Adjust stock: every document of the file, one after another.
adjust-stock-every-document-of-the-file-f6573217 = মজুদ সমন্বয়: ফাইলের প্রতিটি দলিল, একের পর এক।

# After failed tries from your network only two more are made in a second. Try again in a second.
after-failed-tries-from-your-network-d0607b49 = আপনার নেটওয়ার্ক থেকে ব্যর্থ চেষ্টার পর সেকেন্ডে আর মাত্র দুটি চেষ্টা নেওয়া হয়। এক সেকেন্ড পরে আবার চেষ্টা করুন।

# After so many hours those who have to decide are told again, and again; 0 for never.
after-so-many-hours-those-who-have-to-ecb52879 = এত ঘণ্টা পরপর সিদ্ধান্তদাতাদের আবার জানানো হয়; কখনো না জানাতে 0।

# Ageing
ageing = বকেয়ার বয়স

# Ageing of one customer.
ageing-of-one-customer-e1a156e7 = একজন গ্রাহকের বকেয়ার বয়স।

# All
all = সব

# All permissions it has from now on.
all-permissions-it-has-from-now-on-851a5a66 = এখন থেকে এর সব অনুমতি।

# Allocate
allocate = বণ্টন করুন

# Allocate: Amount
allocate-amount-d7e68f64 = বণ্টন: টাকা

# Allocate credit
allocate-credit = ক্রেডিট বণ্টন করুন

# Allocate receipt
allocate-receipt = রসিদ বণ্টন করুন

# Allocate: Sale
allocate-sale-fbd7bd83 = বণ্টন: বিক্রয়

# Allows deficit
allows-deficit = ঘাটতি চলে

# Already a member
already-a-member = আগে থেকেই সদস্য

# Already reversed
already-reversed = আগেই উল্টানো হয়েছে

# Also those that were delivered.
also-those-that-were-delivered-64680e35 = যেগুলো পৌঁছেছে সেগুলোও।

# Ambiguous
ambiguous = দ্ব্যর্থক

# Amount
amount = অঙ্ক

# An account cannot stand below itself.
an-account-cannot-stand-below-itself-d2700c7a = একটি হিসাব নিজের নিচে থাকতে পারে না।

# An account of the chart.
an-account-of-the-chart-b63266d5 = হিসাব-তালিকার একটি হিসাব।

# An address in the event
an-address-in-the-event = ঘটনায় থাকা একটি ঠিকানা

# An adjustment of bad debt has no other lines.
an-adjustment-of-bad-debt-has-no-other-9de3f53e = কুঋণ সমন্বয়ে অন্য লাইন থাকে না।

# An amount is greater than zero.
an-amount-is-greater-than-zero-a95be0cb = টাকার অঙ্ক শূন্যের বেশি হতে হবে।

# an amount of 0 or more
an-amount-of-0-or-more-dcde6631 = 0 বা তার বেশি টাকার অঙ্ক

# An argument is not UTF-8 text: {argument}.
an-argument-is-not-utf-8-text-argument-d092dd34 = একটি আর্গুমেন্ট UTF-8 লেখা নয়: { $argument }।

# An entry has at most {max} lines. Split the document.
an-entry-has-at-most-max-lines-split-the-5d68f957 = একটি দাখিলায় সর্বোচ্চ { $max }টি লাইন থাকে। দলিলটি ভাগ করুন।

# An event on its way to another system.
an-event-on-its-way-to-another-system-45521359 = অন্য ব্যবস্থার দিকে রওনা হওয়া একটি ঘটনা।

# An event that a subscriber could not take.
an-event-that-a-subscriber-could-not-53d3d535 = যে ঘটনা কোনো গ্রাহক-অংশ নিতে পারেনি।

# an id
an-id-f7dd00bf = একটি আইডি

# An id is a UUID, written like 019b0000-0000-7000-8000-000000000001.
an-id-is-a-uuid-written-like-019b0000-59650e65 = আইডি হলো UUID, 019b0000-0000-7000-8000-000000000001 এর মতো লেখা।

# an id or a code
an-id-or-a-code-9870e2bc = একটি আইডি বা কোড

# an object
an-object-9ea39769 = একটি অবজেক্ট

# Another field of this list has the label “{label}”.
another-field-of-this-list-has-the-label-776c7a0f = এই তালিকার আরেকটি ঘরের নাম “{ $label }”।

# Another key for secrets
another-key-for-secrets = গোপন মানের আরেকটি চাবি

# Another {label} has this {column}.
another-label-has-this-column-7dde5258 = আরেকটি { $label } এর { $column } এটিই।

# Another process is using the data directory, and it is not a server that answers: {why}.
another-process-is-using-the-data-5221877e = অন্য একটি প্রসেস ডেটা ডিরেক্টরি ব্যবহার করছে, এবং তা উত্তর দেয় এমন সার্ভার নয়: { $why }।

# Another sanduk is using this data directory: {directory}.
another-sanduk-is-using-this-data-103d2014 = আরেকটি sanduk এই ডেটা ডিরেক্টরি ব্যবহার করছে: { $directory }।

# Another system does not answer
another-system-does-not-answer = অন্য ব্যবস্থা সাড়া দিচ্ছে না

# Another system has given the number {number} already. Begin with {first}, or print them differently.
another-system-has-given-the-number-2af234ba = অন্য একটি ব্যবস্থা { $number } নম্বরটি আগেই দিয়েছে। { $first } দিয়ে শুরু করুন, অথবা অন্যভাবে ছাপুন।

# Another system that is told of events.
another-system-that-is-told-of-events-67004d45 = অন্য যে ব্যবস্থাকে ঘটনা জানানো হয়।

# Answer
answer = উত্তর

# Answer erased
answer-erased = উত্তর মুছে ফেলা হয়েছে

# Answers
answers = উত্তর

# Apply rule
apply-rule = নিয়ম প্রয়োগ করুন

# Approvable commands
approvable-commands = অনুমোদনযোগ্য কমান্ড

# Approval
approval = অনুমোদন

# Approval decision
approval-decision = অনুমোদনের সিদ্ধান্ত

# approval delegation
approval-delegation-3cbd3fdc = অনুমোদনের দায়িত্ব অর্পণ

# Approval delegations
approval-delegations = অনুমোদনের দায়িত্ব অর্পণগুলো

# Approval policies
approval-policies = অনুমোদন নীতিগুলো

# approval policy
approval-policy-311a7454 = অনুমোদন নীতি

# approval request
approval-request-aa19c95f = অনুমোদনের অনুরোধ

# Approval requests
approval-requests = অনুমোদনের অনুরোধগুলো

# approval step
approval-step-11975290 = অনুমোদনের ধাপ

# Approval steps
approval-steps = অনুমোদনের ধাপগুলো

# Approval task
approval-task = অনুমোদনের কাজ

# Approve request
approve-request = অনুরোধ অনুমোদন করুন

# Approved
approved = অনুমোদিত

# Approvers
approvers = অনুমোদনকারী

# Approves the step at which a request waits. Behind the last step the program carries it out, as the user who asked.
approves-the-step-at-which-a-request-6206ca86 = অনুরোধ যে ধাপে অপেক্ষায় আছে তা অনুমোদন করে। শেষ ধাপের পর প্রোগ্রাম এটি সম্পন্ন করে, যিনি অনুরোধ করেছেন সেই ব্যবহারকারীর হয়ে।

# As known at
as-known-at = যে সময়ে যেমন জানা

# As known at entry
as-known-at-entry = যে দাখিলা পর্যন্ত জানা

# As of
as-of = যে তারিখে

# Ask file
ask-file = ফাইল চান

# Asked at
asked-at = চাওয়ার সময়

# Asks for reports of messages
asks-for-reports-of-messages = বার্তার প্রতিবেদন চায়

# Asset
asset = সম্পদ

# Asset, liability, equity, income or expense.
asset-liability-equity-income-or-expense-3387e037 = সম্পদ, দায়, মূলধন, আয় বা খরচ।

# Assets
assets = সম্পদ

# At
at = সময়

# At least two lines whose debits equal their credits.
at-least-two-lines-whose-debits-equal-ff260cbd = অন্তত দুটি লাইন যার ডেবিট ও ক্রেডিট সমান।

# At most {max} headings stand above an account.
at-most-max-headings-stand-above-an-b0381925 = একটি হিসাবের ওপরে সর্বোচ্চ { $max }টি শিরোনাম থাকে।

# At the end of this day; today where it is left out.
at-the-end-of-this-day-today-where-it-is-0b485abc = এই দিনের শেষে; না দিলে আজ।

# At this time of the day, what has waited is sent.
at-this-time-of-the-day-what-has-waited-bc88ddd5 = যা অপেক্ষায় ছিল তা দিনের এই সময়ে পাঠানো হয়।

# Attaches a file to a row: the body is the file. Of what kind it is, its content says.
attaches-a-file-to-a-row-the-body-is-the-15e9ece4 = একটি সারিতে ফাইল যুক্ত করে: অনুরোধটিই ফাইল। এটি কী ধরনের তা এর বিষয়বস্তু থেকে জানা যায়।

# Attachment
attachment = সংযুক্তি

# attachment of this row
attachment-of-this-row-ba307397 = এই সারির সংযুক্তি

# Attempted at
attempted-at = চেষ্টার সময়

# Attempts
attempts = চেষ্টা

# Auth
auth = প্রমাণীকরণ চাবি (auth)

# Author
author = লেখক

# {author} mentioned you
author-mentioned-you-ec1c2718 = { $author } আপনার কথা উল্লেখ করেছেন

# Author name
author-name = লেখকের নাম

# Availability
availability = প্রাপ্যতা

# Available
available = পাওয়া যায়

# {available} of {sku} are available, {asked} are asked for.
available-of-sku-are-available-asked-are-bd0c78ee = { $sku } এর { $available } পাওয়া যায়, চাওয়া হয়েছে { $asked }।

# Bad debt
bad-debt = কুঋণ

# Balance
balance = জের

# Balance month
balance-month = মাসিক জের

# Balance sheet
balance-sheet = উদ্বৃত্তপত্র

# Balance sub
balance-sub = উপ-হিসাবের জের

# Bank
bank = ব্যাংক

# Barcode
barcode = বারকোড

# Before
before = আগে

# Before its cause
before-its-cause = কারণের আগের তারিখ

# Before the sale
before-the-sale = বিক্রয়ের আগের তারিখ

# Begin message
begin-message = বার্তা শুরু করুন

# Begin run
begin-run = আমদানি শুরু করুন

# Begins a new data key, and keeps every secret encrypted with it; only the program itself may.
begins-a-new-data-key-and-keeps-every-96b96cd6 = নতুন ডেটা-চাবি শুরু করে এবং প্রতিটি গোপন মান তা দিয়ে সংকেতবদ্ধ রাখে; শুধু প্রোগ্রাম নিজে পারে।

# Begins an import whose turn has come. The program does so.
begins-an-import-whose-turn-has-come-the-559fd6cc = যার পালা এসেছে সেই আমদানি শুরু করে। প্রোগ্রাম এটি করে।

# Begun at
begun-at = শুরুর সময়

# Being made
being-made = তৈরি হচ্ছে

# Belongs to a document
belongs-to-a-document = একটি দলিলের অংশ

# Below zero
below-zero = শূন্যের নিচে

# Bengali
bengali = বাংলা

# Beside words in braces there are only capital letters A to Z, digits, “-”, “.” and “_”.
beside-words-in-braces-there-are-only-c4615f7a = বন্ধনীর শব্দ ছাড়া শুধু বড় হাতের বর্ণ A থেকে Z, অঙ্ক, “-”, “.” ও “_” থাকে।

# Beyond stock
beyond-stock = মজুদের বাইরে

# Beyond your own permissions
beyond-your-own-permissions = আপনার নিজের অনুমতির বাইরে

# Bikram sambat
bikram-sambat = বিক্রম সংবৎ

# Bikram Sambat is known for the days from 1913-04-13 to 2094-04-13.
bikram-sambat-is-known-for-the-days-from-5d0f55b7 = বিক্রম সংবৎ জানা আছে 1913-04-13 থেকে 2094-04-13 পর্যন্ত দিনগুলোর জন্য।

# Bikram sambat years
bikram-sambat-years = বিক্রম সংবতের সাল

# Bn
bn = বাংলা

# Body
body = মূল অংশ

# Body broken off
body-broken-off = অনুরোধ মাঝপথে থেমে গেছে

# Body too large
body-too-large = অনুরোধ বেশি বড়

# Body too slow
body-too-slow = অনুরোধ বেশি ধীর

# Books
books = হিসাববই

# Books not right
books-not-right = বই ঠিক নেই

# Both
both = উভয়

# Branch
branch = শাখা

# Bury job
bury-job = কাজ বাতিলের খাতায় নিন

# Business date
business-date = ব্যবসার তারিখ

# By
by = কে

# By choice
by-choice = পছন্দ অনুযায়ী

# By e-mail.
by-e-mail-ef4b4f4d = ই-মেইলে।

# By its content this is none of the files that are kept: images (JPEG, PNG, GIF, WebP, HEIF, AVIF, TIFF, BMP), PDF, text and CSV in UTF-8, documents of Office and OpenDocument without macros.
by-its-content-this-is-none-of-the-files-89b128f0 = বিষয়বস্তু অনুযায়ী এটি রাখা যায় এমন ফাইল নয়: ছবি (JPEG, PNG, GIF, WebP, HEIF, AVIF, TIFF, BMP), PDF, UTF-8 এর লেখা ও CSV, ম্যাক্রো ছাড়া Office ও OpenDocument দলিল।

# By push: members only.
by-push-members-only-ddf5ad65 = পুশে: শুধু সদস্যদের জন্য।

# By SMS.
by-sms-78568b75 = SMS এ।

# By what.
by-what-0b9b8200 = কী দিয়ে।

# By what it came.
by-what-it-came-ae04b88f = যে মাধ্যমে এসেছে।

# By what it goes.
by-what-it-goes-bf1d463f = যে মাধ্যমে যায়।

# By what it is known as the same again.
by-what-it-is-known-as-the-same-again-75a49ff1 = যা দিয়ে বোঝা যায় যে আবার একই জিনিস এসেছে।

# By WhatsApp.
by-whatsapp-8d7a2524 = WhatsApp এ।

# By which reports are signed.
by-which-reports-are-signed-11965536 = যা দিয়ে প্রতিবেদন স্বাক্ষরিত হয়।

# By which reports are signed: choose SHA-256 HMAC as the method there.
by-which-reports-are-signed-choose-sha-9f632910 = যা দিয়ে প্রতিবেদন স্বাক্ষরিত হয়: সেখানে পদ্ধতি হিসেবে SHA-256 HMAC বেছে নিন।

# Bytes
bytes = বাইট

# Calendar
calendar = পঞ্জিকা

# Cancel job
cancel-job = কাজ বাতিল করুন

# Cancel run
cancel-run = আমদানি বাতিল করুন

# Cancelled
cancelled = বাতিল

# Cancelled elsewhere
cancelled-elsewhere = অন্যত্র বাতিল হয়

# Cancels a job: at once where it waits; one that is being done ends as soon as it can.
cancels-a-job-at-once-where-it-waits-one-7e881159 = একটি কাজ বাতিল করে: অপেক্ষায় থাকলে সঙ্গে সঙ্গে; চলতে থাকলে যত তাড়াতাড়ি পারে শেষ হয়।

# Cancels an import: at once where its turn has not come, else before its next row. What was carried out stays. Your own, or with the permission `imports.run.manage` those of others.
cancels-an-import-at-once-where-its-turn-a3f107d8 = একটি আমদানি বাতিল করে: পালা না এলে সঙ্গে সঙ্গে, নইলে পরের সারির আগে। যা করা হয়েছে তা থাকে। আপনার নিজেরটি, অথবা `imports.run.manage` অনুমতি থাকলে অন্যেরটিও।

# Cannot be changed
cannot-be-changed = বদলানো যায় না

# Cannot be chosen here
cannot-be-chosen-here = এখানে ঠিক করা যায় না

# cannot be empty
cannot-be-empty-47f56bf2 = খালি হতে পারে না

# Cannot be restored
cannot-be-restored = ফেরানো যায় না

# Cannot be settled
cannot-be-settled = নিষ্পত্তি করা যায় না

# Cannot listen on {address}: {why}. Name another address with --listen or SANDUK_LISTEN.
cannot-listen-on-address-why-name-91dfec48 = { $address } এ শোনা যায় না: { $why }। --listen বা SANDUK_LISTEN দিয়ে অন্য ঠিকানা দিন।

# Cannot start
cannot-start = শুরু করা যায় না

# Carries out what was approved
carries-out-what-was-approved = যা অনুমোদিত হয়েছে তা সম্পন্ন করে

# Cash
cash = নগদ

# Cashier
cashier = ক্যাশিয়ার

# Catalogue
catalogue = পণ্যতালিকা

# Categories
categories = শ্রেণিসমূহ

# Categories lie at most 32 deep.
categories-lie-at-most-32-deep-0895c790 = শ্রেণি সর্বোচ্চ 32 স্তর গভীর হয়।

# Categories that refer to this
categories-that-refer-to-this = এর সঙ্গে যুক্ত শ্রেণি

# Category
category = শ্রেণি

# Category within itself
category-within-itself = শ্রেণি নিজের ভেতরে

# Change
change = পরিবর্তন

# Change member
change-member = সদস্য বদলান

# change of a setting
change-of-a-setting-17efd36d = সেটিং পরিবর্তন

# change of this setting
change-of-this-setting-8ee4fc6e = এই সেটিংয়ের পরিবর্তন

# Change role
change-role = ভূমিকা বদলান

# Change schedule
change-schedule = সময়সূচি বদলান

# Changed in the meantime
changed-in-the-meantime = এরই মধ্যে বদলেছে

# Changes
changes = পরিবর্তনসমূহ

# Changes a member: what is left out stays. The last owner of a company stays its owner. Where the membership has ended, `is_active` must be named.
changes-a-member-what-is-left-out-stays-db1b1b62 = একজন সদস্যকে বদলায়: যা দেওয়া হয় না তা থাকে। কোম্পানির শেষ মালিক মালিকই থাকেন। সদস্যপদ শেষ হলে `is_active` দিতে হবে।

# Changes a role: what is left out stays. The role of the owner keeps its permissions.
changes-a-role-what-is-left-out-stays-f3612806 = একটি ভূমিকা বদলায়: যা দেওয়া হয় না তা থাকে। মালিকের ভূমিকার অনুমতি থাকে।

# Changes a view: what is left out stays. Your own, or with a permission those of others.
changes-a-view-what-is-left-out-stays-99ee2244 = একটি দৃশ্য বদলায়: যা দেওয়া হয় না তা থাকে। আপনার নিজেরটি, অথবা অনুমতি থাকলে অন্যেরটিও।

# Changes a webhook subscription.
changes-a-webhook-subscription-4ceed095 = একটি ওয়েবহুক সাবস্ক্রিপশন বদলায়।

# Changes the name, time zone or price convention of the company. Its currency never changes.
changes-the-name-time-zone-or-price-b8739def = কোম্পানির নাম, সময়-অঞ্চল বা দামের রীতি বদলায়। মুদ্রা কখনো বদলায় না।

# Changes the text of a comment: your own, or with a permission those of others.
changes-the-text-of-a-comment-your-own-f831195e = একটি মন্তব্যের লেখা বদলায়: আপনার নিজেরটি, অথবা অনুমতি থাকলে অন্যেরটিও।

# Changes when jobs are done by themselves, or switches that off: of what the program does, or of what the company has added.
changes-when-jobs-are-done-by-themselves-8239d729 = কাজ কখন নিজে থেকে হয় তা বদলায়, অথবা তা বন্ধ করে: প্রোগ্রামের নিজের কাজের, কিংবা কোম্পানির যোগ করা কাজের।

# Channel
channel = মাধ্যম

# Channel not set up
channel-not-set-up = মাধ্যম ঠিক করা হয়নি

# Choice
choice = পছন্দ

# Choices
choices = পছন্দসমূহ

# Choose preference
choose-preference = পছন্দ ঠিক করুন

# Chooses the value of a setting for the company, a site or yourself. The most special choice counts.
chooses-the-value-of-a-setting-for-the-b13863f8 = কোম্পানি, শাখা বা নিজের জন্য একটি সেটিংয়ের মান ঠিক করে। সবচেয়ে নির্দিষ্ট পছন্দটি খাটে।

# Chooses whether you are told of an event by a channel.
chooses-whether-you-are-told-of-an-event-f9052bff = কোনো মাধ্যমে আপনাকে একটি ঘটনা জানানো হবে কি না তা ঠিক করে।

# Chosen
chosen = নির্বাচিত

# Close door
close-door = দ্বার বন্ধ করুন

# Close period
close-period = মেয়াদ বন্ধ করুন

# Closed
closed = বন্ধ

# Closed after
closed-after = যার পরে বন্ধ

# Closed where its last period is, and so all of them.
closed-where-its-last-period-is-and-so-bdc04662 = শেষ মেয়াদ বন্ধ হলে বন্ধ, অর্থাৎ সবগুলোই বন্ধ।

# Closes a door: nothing is taken at its address any more.
closes-a-door-nothing-is-taken-at-its-cbf9bcf9 = একটি দ্বার বন্ধ করে: এর ঠিকানায় আর কিছু নেওয়া হয় না।

# Closes the month: it takes no entries any more. Months are closed in their order.
closes-the-month-it-takes-no-entries-any-28c185ba = মাসটি বন্ধ করে: এতে আর দাখিলা হয় না। মাস ক্রমানুসারে বন্ধ হয়।

# Closing
closing = সমাপনী

# Closing balance
closing-balance = সমাপনী জের

# Code
code = কোড

# Collected e-mails
collected-e-mails-582a520a = একত্র করা ই-মেইল

# Colour
colour = রং

# Columns
columns = কলাম

# Comma
comma = কমা

# Command
command = কমান্ড

# Command body
command-body = নির্দেশের মূল অংশ

# Command failed
command-failed = নির্দেশ ব্যর্থ

# Command id taken
command-id-taken = নির্দেশের আইডি আগেই নেওয়া

# Command not started in time
command-not-started-in-time = নির্দেশ সময়মতো শুরু হয়নি

# Command row
command-row = নির্দেশের সারি

# commands
commands-b690add3 = নির্দেশ

# Comment
comment = মন্তব্য

# Comments on a row. Members whose e-mail addresses stand in the text are mentioned if they may see the row.
comments-on-a-row-members-whose-e-mail-1d713e0d = একটি সারিতে মন্তব্য করে। লেখায় যাঁদের ই-মেইল ঠিকানা থাকে, সারিটি দেখার অধিকার থাকলে তাঁদের জানানো হয়।

# Company
company = কোম্পানি

# Company already open
company-already-open = কোম্পানি আগেই খোলা

# Company name
company-name = কোম্পানির নাম

# Company not up to date
company-not-up-to-date = কোম্পানি হালনাগাদ নয়

# Compare
compare = তুলনা করুন

# Compared
compared = তুলনা

# Compared with
compared-with = তুলনা

# Computed
computed = হিসাব করা

# Condition
condition = শর্ত

# Contact
contact = যোগাযোগ

# Contact of push
contact-of-push = পুশের যোগাযোগ

# contains a control character
contains-a-control-character-7010f939 = এতে নিয়ন্ত্রণ-অক্ষর আছে

# Content
content = বিষয়বস্তু

# Control account
control-account = নিয়ন্ত্রণ হিসাব

# Copies
copies = কপির সংখ্যা

# Copy global
copy-global = সর্বজনীন মান কপি করুন

# Correct the calendar
correct-the-calendar = পঞ্জিকা সংশোধন করুন

# Corrected
corrected = সংশোধিত

# corrected year
corrected-year-d289dbb1 = সংশোধিত সাল

# Corrects stock: goods that were found (positive) or are lost (negative).
corrects-stock-goods-that-were-found-823ee2bf = মজুদ সংশোধন করে: পাওয়া পণ্য (ধনাত্মক) বা হারানো পণ্য (ঋণাত্মক)।

# Corrects the lengths of the months of years of Bikram Sambat that follow one another. Days are kept in the Gregorian calendar: only how they are shown changes. A year with the lengths of the program's own table is no longer a corrected one.
corrects-the-lengths-of-the-months-of-f7ff6a8d = বিক্রম সংবতের পরপর কয়েক বছরের মাসের দৈর্ঘ্য সংশোধন করে। দিন গ্রেগরীয় পঞ্জিকায় রাখা হয়: শুধু দেখানোর ধরন বদলায়। প্রোগ্রামের নিজের ছকের দৈর্ঘ্য দিলে সালটি আর সংশোধিত থাকে না।

# Cost
cost = ব্যয়

# Cost compared
cost-compared = তুলনীয় ব্যয়

# Cost of sales
cost-of-sales = বিক্রীত পণ্যের ব্যয়

# Cost unknown
cost-unknown = ব্যয় অজানা

# {count} notifications
count-notifications-ec424be0 = { $count }টি বিজ্ঞপ্তি

# Country
country = দেশ

# Country code
country-code = দেশের কোড

# Create
create = তৈরি করুন

# Create attachment
create-attachment = সংযুক্তি যোগ করুন

# Create comment
create-comment = মন্তব্য লিখুন

# Create delegation
create-delegation = দায়িত্ব অর্পণ তৈরি করুন

# Create opt out
create-opt-out = বার্তা না নেওয়ার অনুরোধ যোগ করুন

# Create print
create-print = ছাপা তৈরি করুন

# Create role
create-role = ভূমিকা তৈরি করুন

# Create subscription
create-subscription = সাবস্ক্রিপশন তৈরি করুন

# Create view
create-view = দৃশ্য তৈরি করুন

# Created
created = তৈরি হয়েছে

# Credit
credit = ক্রেডিট

# Credit note
credit-note = ক্রেডিট নোট

# Cron
cron = Cron লাইন

# {cron} is no line of cron that names a time: {why}
cron-is-no-line-of-cron-that-names-a-84838146 = { $cron } সময় বোঝায় এমন কোনো cron লাইন নয়: { $why }

# Csv
csv = CSV ফাইল

# Currency
currency = মুদ্রা

# Currency ended
currency-ended = মুদ্রা আর চালু নেই

# {currency} ended on {day}: begin the books in the currency that replaced it.
currency-ended-on-day-begin-the-books-in-3a8f7560 = { $currency } মুদ্রা { $day } তারিখে শেষ হয়েছে: তার জায়গায় যা এসেছে সেই মুদ্রায় বই শুরু করুন।

# Current fiscal year
current-fiscal-year = চলতি অর্থবছর

# Cursor
cursor = কার্সর

# Custom field
custom-field = নিজস্ব ঘর

# custom field
custom-field-47bca37e = নিজস্ব ঘর

# Custom fields
custom-fields = নিজস্ব ঘর

# Custom value
custom-value = নিজস্ব মান

# Customer
customer = গ্রাহক

# Customer address
customer-address = গ্রাহকের ঠিকানা

# Customer ageing
customer-ageing = গ্রাহকের বকেয়ার বয়স

# Customer by age
customer-by-age = বয়স অনুযায়ী গ্রাহকের পাওনা

# Customer code
customer-code = গ্রাহকের কোড

# Customer name
customer-name = গ্রাহকের নাম

# Customer statement
customer-statement = গ্রাহকের বিবরণী

# Customer tax id
customer-tax-id = গ্রাহকের কর নম্বর

# Customers
customers = গ্রাহক

# Daily
daily = দৈনিক

# Data
data = ডেটা

# --data-dir is of no use here, because {name} says where the data are.
data-dir-is-of-no-use-here-because-name-c2c66dc1 = এখানে --data-dir কাজে লাগে না, কারণ ডেটা কোথায় আছে তা { $name } বলে।

# Data directory in use
data-directory-in-use = ডেটা ডিরেক্টরি ব্যবহৃত হচ্ছে

# Data directory unusable
data-directory-unusable = ডেটা ডিরেক্টরি ব্যবহার করা যায় না

# Data step row
data-step-row = ডেটা-ধাপের সারি

# Database busy
database-busy = ডেটাবেস ব্যস্ত

# Database locked
database-locked = ডেটাবেস আটকানো

# Database unavailable
database-unavailable = ডেটাবেস পাওয়া যাচ্ছে না

# DATABASE_URL: {why}.
database-url-why-ab3e9ebe = DATABASE_URL: { $why }।

# Date
date = তারিখ

# Date ahead
date-ahead = আগাম তারিখ

# {date} is more than a day ahead: today is {today}. A sale is dated at most tomorrow.
date-is-more-than-a-day-ahead-today-is-0b8de616 = { $date } এক দিনের বেশি আগাম: আজ { $today }। বিক্রয়ের তারিখ সর্বোচ্চ আগামীকাল।

# Dates
dates = তারিখসমূহ

# Day
day = দিন

# Day book
day-book = দৈনিক বই

# Day first
day-first = আগে দিন

# Days
days = দিন

# Days are for the statement of a customer only.
days-are-for-the-statement-of-a-customer-a1f10ce3 = দিন শুধু গ্রাহকের হিসাব বিবরণীর জন্য।

# days
days-f691d28a = দিন

# Dead
dead = মৃত

# Debit
debit = ডেবিট

# Debit or credit
debit-or-credit = ডেবিট বা ক্রেডিট

# Debits and credits differ by {difference}.
debits-and-credits-differ-by-difference-d068e535 = ডেবিট ও ক্রেডিটের পার্থক্য { $difference }।

# Decided already
decided-already = আগেই সিদ্ধান্ত হয়েছে

# Decimal
decimal = দশমিক

# `decimal`, `text`, `boolean` or `date`.
decimal-text-boolean-or-date-32b13858 = `decimal`, `text`, `boolean` বা `date`।

# Decimals
decimals = দশমিক ঘর

# Default
default = পূর্বনির্ধারিত মান

# Delegation
delegation = দায়িত্ব অর্পণ

# Delete attachment
delete-attachment = সংযুক্তি মুছুন

# Delete comment
delete-comment = মন্তব্য মুছুন

# Delete opt out
delete-opt-out = বার্তা না নেওয়ার অনুরোধ মুছুন

# Delete role
delete-role = ভূমিকা মুছুন

# Delete subscription
delete-subscription = সাবস্ক্রিপশন মুছুন

# Delete view
delete-view = দৃশ্য মুছুন

# Deleted row
deleted-row = মোছা সারি

# Deletes a comment: your own, or with a permission those of others.
deletes-a-comment-your-own-or-with-a-3ea87d98 = একটি মন্তব্য মোছে: আপনার নিজেরটি, অথবা অনুমতি থাকলে অন্যেরটিও।

# Deletes a role of the company's own that no member has or had.
deletes-a-role-of-the-company-s-own-that-7d0f1dbd = কোম্পানির নিজস্ব একটি ভূমিকা মোছে যা কোনো সদস্যের নেই বা ছিল না।

# Deletes a view: your own, or with a permission those of others.
deletes-a-view-your-own-or-with-a-8ec5c89c = একটি দৃশ্য মোছে: আপনার নিজেরটি, অথবা অনুমতি থাকলে অন্যেরটিও।

# Delimiter
delimiter = বিভাজক

# delimiter must be one ASCII character, or the word tab.
delimiter-must-be-one-ascii-character-or-b95d1311 = delimiter একটি ASCII অক্ষর বা tab শব্দটি হতে হবে।

# Delivered
delivered = পৌঁছেছে

# Delivery
delivery = সরবরাহ

# Demo on a public address
demo-on-a-public-address = প্রকাশ্য ঠিকানায় প্রদর্শনী কোম্পানি

# Description
description = বিবরণ

# Details
details = বিস্তারিত

# Devanagari
devanagari = দেবনাগরী

# Device
device = যন্ত্র

# Difference
difference = পার্থক্য

# Different companies named
different-companies-named = ভিন্ন ভিন্ন কোম্পানির নাম

# differs from “{first}” in line {line}, where the document begins
differs-from-first-in-line-line-where-36b76afd = লাইন { $line } এর “{ $first }” থেকে আলাদা, যেখানে দলিল শুরু

# Digits
digits = অঙ্কচিহ্ন

# Discard parked
discard-parked = স্থগিত ঘটনা বাদ দিন

# Discarded
discarded = বাদ দেওয়া

# Discount
discount = ছাড়

# Dmy
dmy = দিন/মাস/বছর

# Doc
doc = দলিল

# Document
document = দলিল

# Document amount
document-amount = দলিলের অঙ্ক

# Document currency
document-currency = দলিলের মুদ্রা

# Document date
document-date = দলিলের তারিখ

# Document number
document-number = দলিল নম্বর

# document: the file has no column “{column}”; it has {found}.
document-the-file-has-no-column-column-4b6a853f = document: ফাইলে “{ $column }” কলাম নেই; আছে { $found }।

# document: what belongs together in such a file is not said by a column.
document-what-belongs-together-in-such-a-73fd9b95 = document: এমন ফাইলে কোনগুলো একসঙ্গে তা কলাম দিয়ে বলা হয় না।

# Documents and opening stock of the system that was used before can be taken in.
documents-and-opening-stock-of-the-4a6b4222 = আগে ব্যবহৃত ব্যবস্থার দলিল ও প্রারম্ভিক মজুদ নেওয়া যায়।

# does not fit
does-not-fit-a3e84532 = মেলে না

# does not fit here, or is given twice
does-not-fit-here-or-is-given-twice-1fe7beaa = এখানে মানায় না, অথবা দুবার দেওয়া

# does not go with a formula: nobody gives the field a value
does-not-go-with-a-formula-nobody-gives-97f4062c = সূত্রের সঙ্গে চলে না: এই ঘরে কেউ মান দেয় না

# does not go with this kind of field
does-not-go-with-this-kind-of-field-51868bca = এই ধরনের ঘরের সঙ্গে যায় না

# Done
done = সম্পন্ন

# Door
door = দ্বার

# door
door-21f5b729 = দ্বার

# dry_run must be true or false.
dry-run-must-be-true-or-false-8728eb92 = dry_run হতে হবে true বা false।

# Due at
due-at = নির্ধারিত সময়

# Due date
due-date = পরিশোধের শেষ তারিখ

# {due} is missing
due-is-missing-ba78fa45 = { $due } কম আছে

# {due} is not paid. Name the customer on whose account it goes.
due-is-not-paid-name-the-customer-on-e0d6d8d7 = { $due } পরিশোধ হয়নি। যে গ্রাহকের বাকিতে যাবে তার নাম দিন।

# Duplicate
duplicate = দ্বৈত

# E-mail
e-mail-31bb94b0 = ই-মেইল

# E-mail address and password do not match.
e-mail-address-and-password-do-not-match-04deefff = ই-মেইল ঠিকানা ও পাসওয়ার্ড মেলে না।

# E-mail refused
e-mail-refused-1b850998 = ই-মেইল গৃহীত হয়নি

# Earlier period open
earlier-period-open = আগের মেয়াদ খোলা

# Earlier row
earlier-row = আগের সারি

# Effect
effect = ফল

# Email
email = ই-মেইল

# {email} is a member already, as {role}. To change that, PATCH /api/v1/members/ID/.
email-is-a-member-already-as-role-to-74820ad8 = { $email } আগেই { $role } হিসেবে সদস্য। বদলাতে PATCH /api/v1/members/ID/।

# {email} is a member of {slug} already. Change the role with: sanduk user set-role {email} --tenant {slug} --role {role}
email-is-a-member-of-slug-already-change-b4bb9894 = { $email } আগেই { $slug } এর সদস্য। ভূমিকা বদলান: sanduk user set-role { $email } --tenant { $slug } --role { $role }

# {email} is the only owner of this company. Make another member an owner first.
email-is-the-only-owner-of-this-company-10b65b48 = { $email } এই কোম্পানির একমাত্র মালিক। আগে অন্য সদস্যকে মালিক করুন।

# {email} may not log in any more. The operator of the server can change that: sanduk user activate {email}
email-may-not-log-in-any-more-the-05ea7ca2 = { $email } আর লগ-ইন করতে পারেন না। সার্ভারের পরিচালক তা বদলাতে পারেন: sanduk user activate { $email }

# Empty file
empty-file = ফাঁকা ফাইল

# En
en = ইংরেজি

# Encoding
encoding = এনকোডিং

# Encryption
encryption = সংকেতবদ্ধতা

# End delegation
end-delegation = দায়িত্ব অর্পণ শেষ করুন

# Ended
ended = শেষ হয়েছে

# Ended at
ended-at = শেষের সময়

# Endpoint
endpoint = এন্ডপয়েন্ট

# Ends a delegation before its last day. Your own, or with the permission `approvals.delegation.manage` those of others.
ends-a-delegation-before-its-last-day-7e58cc23 = শেষ দিনের আগেই একটি দায়িত্ব অর্পণ শেষ করে। আপনার নিজেরটি, অথবা `approvals.delegation.manage` অনুমতি থাকলে অন্যেরটিও।

# Ends a membership: the user can no longer act in this company. The row stays, inactive, because the history names the user by it; `POST /members/` begins the membership anew.
ends-a-membership-the-user-can-no-longer-a9f99f1d = একটি সদস্যপদ শেষ করে: ব্যবহারকারী এই কোম্পানিতে আর কাজ করতে পারেন না। সারিটি নিষ্ক্রিয় হয়ে থাকে, কারণ ইতিহাসে তাঁর নাম এ থেকেই আসে; `POST /members/` সদস্যপদ নতুন করে শুরু করে।

# Ends a webhook subscription. What is on its way is given up; what became of its messages can still be read.
ends-a-webhook-subscription-what-is-on-0c226684 = একটি ওয়েবহুক সাবস্ক্রিপশন শেষ করে। যা পথে আছে তা বাতিল হয়; এর বার্তাগুলোর কী হয়েছে তা এরপরও পড়া যায়।

# Ends an import. The program does so.
ends-an-import-the-program-does-so-6749dbad = একটি আমদানি শেষ করে। প্রোগ্রাম এটি করে।

# Ends an import whose job was given up, unless it is over. The program does so.
ends-an-import-whose-job-was-given-up-3f489c84 = যার কাজ ছেড়ে দেওয়া হয়েছে সেই আমদানি শেষ করে, যদি আগেই শেষ না হয়ে থাকে। প্রোগ্রাম এটি করে।

# Ends on
ends-on = শেষ হয়

# English
english = ইংরেজি

# Entries are posted in the fiscal year {code}.
entries-are-posted-in-the-fiscal-year-5f3f5a1c = দাখিলা হয় অর্থবছর { $code } এ।

# Entries of this year would change the balances of the closed months from {first} to {last}. Reopen them first.
entries-of-this-year-would-change-the-85329341 = এই বছরের দাখিলা { $first } থেকে { $last } পর্যন্ত বন্ধ মাসগুলোর জের বদলে দেবে। আগে সেগুলো খুলুন।

# Entry
entry = দাখিলা

# Entry {by} has reversed it already.
entry-by-has-reversed-it-already-240735f1 = দাখিলা { $by } এটি আগেই উল্টেছে।

# Entry {entry} belongs to a document ({kind}). Correct the document instead.
entry-entry-belongs-to-a-document-kind-28a284a9 = দাখিলা { $entry } একটি দলিলের ({ $kind }) অংশ। বরং দলিলটি সংশোধন করুন।

# Entry {entry} is dated {date}: choose that day or a later one.
entry-entry-is-dated-date-choose-that-d36f419f = দাখিলা { $entry } এর তারিখ { $date }: সেই দিন বা তার পরের দিন দিন।

# Entry {entry} is itself a reversal. Post the entry that it took back anew instead.
entry-entry-is-itself-a-reversal-post-e92b46bb = দাখিলা { $entry } নিজেই একটি উল্টো দাখিলা। এটি যে দাখিলা ফিরিয়েছে তা নতুন করে দাখিল করুন।

# Equity
equity = মূলধন

# Erased
erased = মুছে ফেলা

# Errors
errors = ত্রুটি

# Escpos
escpos = ESC/POS

# Event
event = ঘটনা

# Event cursor
event-cursor = ঘটনার কার্সর

# Event key
event-key = ঘটনার কী

# Event row
event-row = ঘটনার সারি

# Events
events = ঘটনা

# Events that were told before this moment.
events-that-were-told-before-this-moment-a2a70d54 = এই মুহূর্তের আগে জানানো ঘটনা।

# Events that were told from this moment on.
events-that-were-told-from-this-moment-bd13aa5c = এই মুহূর্ত থেকে জানানো ঘটনা।

# Every
every = প্রতি

# Every 1 to 366 days, weeks or months; working days one after another.
every-1-to-366-days-weeks-or-months-06143ab5 = প্রতি 1 থেকে 366 দিন, সপ্তাহ বা মাসে; কর্মদিবস হলে পরপর প্রতিটি।

# Every setting, in the order of the modules, with the value that counts for you, and at a site.
every-setting-in-the-order-of-the-debe88a8 = মডিউলের ক্রমে প্রতিটি সেটিং, আপনার জন্য ও কোনো শাখায় যে মান খাটে তা সহ।

# Every so many days, weeks or months, up to 366; each where it is left out.
every-so-many-days-weeks-or-months-up-to-34470aab = প্রতি এত দিন, সপ্তাহ বা মাসে, সর্বোচ্চ 366; না দিলে প্রতিটিতে।

# exceed the total
exceed-the-total-022bcbf8 = মোটের চেয়ে বেশি

# Exchange
exchange = বিনিময়

# expected a colour such as #1f4e79
expected-a-colour-such-as-1f4e79-4c39c2ba = #1f4e79 এর মতো রং চাই

# expected a decimal number, as a string or a number
expected-a-decimal-number-as-a-string-or-70d6e6f1 = দশমিক সংখ্যা চাই, লেখা বা সংখ্যা হিসেবে

# expected a number from 1, and {most} labels in all at most
expected-a-number-from-1-and-most-labels-1d1b2d55 = 1 বা তার বেশি সংখ্যা চাই, আর সব মিলিয়ে সর্বোচ্চ { $most }টি লেবেল

# expected a number from {min} to {max}
expected-a-number-from-min-to-max-e2f73ffc = { $min } থেকে { $max } এর একটি সংখ্যা চাই

# expected a value from {least} to {most}
expected-a-value-from-least-to-most-09e18342 = { $least } থেকে { $most } এর একটি মান চাই

# expected a whole number from {least} to {most}
expected-a-whole-number-from-least-to-f3c31db5 = { $least } থেকে { $most } এর একটি পূর্ণ সংখ্যা চাই

# expected a whole number from {min} to {max}
expected-a-whole-number-from-min-to-max-7968a105 = { $min } থেকে { $max } এর একটি পূর্ণ সংখ্যা চাই

# expected an object with the names and values of custom fields
expected-an-object-with-the-names-and-5680f278 = নিজস্ব ঘরের নাম ও মানসহ একটি অবজেক্ট চাই

# expected one of {words}
expected-one-of-words-7c400c8b = { $words } এর একটি চাই

# expected the id of an attached picture (PNG, JPEG, WebP or GIF) of at most 2 MiB
expected-the-id-of-an-attached-picture-d66d7803 = সংযুক্ত ছবির (PNG, JPEG, WebP বা GIF) আইডি চাই, সর্বোচ্চ 2 MiB

# expected {what}
expected-what-654eed3d = { $what } চাই

# Expense
expense = খরচ

# Expenses
expenses = খরচ

# Export
export = রপ্তানি

# export
export-fb080cb3 = রপ্তানি

# Exports
exports = রপ্তানিসমূহ

# Facts
facts = তথ্য

# Fail file
fail-file = ফাইল ব্যর্থ ধরুন

# Fail request
fail-request = অনুরোধ ব্যর্থ ধরুন

# Fail run
fail-run = আমদানি ব্যর্থ বলে জানান

# Failed
failed = ব্যর্থ

# field
field-67826267 = ঘর

# “{field}” is given twice.
field-is-given-twice-0a0bdaf7 = “{ $field }” দুবার দেওয়া হয়েছে।

# “{field}” is mapped twice, to “{one}” and to “{other}”.
field-is-mapped-twice-to-one-and-to-343d6d1c = “{ $field }” দুবার মেলানো হয়েছে, “{ $one }” ও “{ $other }” এর সঙ্গে।

# “{field}” is none of document, product, description, quantity, date, price, customer, country.
field-is-none-of-document-product-9ae1b67d = “{ $field }” document, product, description, quantity, date, price, customer, country এর কোনোটি নয়।

# Fields are chosen for files: ask for format=csv, jsonl or xlsx too.
fields-are-chosen-for-files-ask-for-869d9bc4 = ঘর বাছা যায় শুধু ফাইলের জন্য: format=csv, jsonl বা xlsx ও চান।

# File
file = ফাইল

# File missing
file-missing = ফাইল নেই

# Files cannot be read or written now. Try again in a moment.
files-cannot-be-read-or-written-now-try-f6725c71 = এখন ফাইল পড়া বা লেখা যাচ্ছে না। একটু পরে আবার চেষ্টা করুন।

# Files unavailable
files-unavailable = ফাইল পাওয়া যাচ্ছে না

# --filter {text}: write it as FIELD=VALUE.
filter-text-write-it-as-field-value-bcac74a6 = --filter { $text }: FIELD=VALUE আকারে লিখুন।

# Filters and order, as they stand behind the `?` of the list's address.
filters-and-order-as-they-stand-behind-a407a49f = ছাঁকনি ও ক্রম, তালিকার ঠিকানার `?` এর পরে যেমন থাকে।

# Filters and paging of entries and lines.
filters-and-paging-of-entries-and-lines-b7bdc1d0 = দাখিলা ও লাইনের ছাঁকনি ও পাতা।

# Finer quantities exist
finer-quantities-exist = আরও সূক্ষ্ম পরিমাণ আছে

# Finish file
finish-file = ফাইল সম্পন্ন করুন

# Finish print
finish-print = ছাপা সম্পন্ন করুন

# Finish printout
finish-printout = ছাপা কাগজ সম্পন্ন করুন

# Finish run
finish-run = আমদানি শেষ করুন

# Finished at
finished-at = শেষ হওয়ার সময়

# Firebase key file
firebase-key-file = Firebase কী-ফাইল

# Firebase's address
firebase-s-address-54710e52 = Firebase এর ঠিকানা

# First day
first-day = প্রথম দিন

# First day.
first-day-9684f783 = প্রথম দিন।

# First day after the last
first-day-after-the-last = প্রথম দিন শেষ দিনের পরে

# First day of the month.
first-day-of-the-month-90f48185 = মাসের প্রথম দিন।

# First number
first-number = প্রথম নম্বর

# Fiscal year
fiscal-year = অর্থবছর

# Fiscal years
fiscal-years = অর্থবছরসমূহ

# Fiscal years overlap
fiscal-years-overlap = অর্থবছর পরস্পরের ওপর পড়েছে

# Fixed role
fixed-role = স্থির ভূমিকা

# Flags
flags = চিহ্ন

# Footer
footer = পাদলেখ

# For another channel
for-another-channel = অন্য মাধ্যমের জন্য

# For how many hours the secret before still signs; 0 where it is no secret any more.
for-how-many-hours-the-secret-before-9c808b4d = আগের গোপন মান আর কত ঘণ্টা স্বাক্ষর করে; সেটি আর গোপন না থাকলে 0।

# For members only
for-members-only = শুধু সদস্যদের জন্য

# For whom it is chosen; the company where it is left out.
for-whom-it-is-chosen-the-company-where-907e5862 = কার জন্য ঠিক করা হচ্ছে; না দিলে কোম্পানির জন্য।

# For whom it may be chosen.
for-whom-it-may-be-chosen-b6e6bc0a = কার জন্য ঠিক করা যায়।

# For whom it was chosen.
for-whom-it-was-chosen-c7a61ad1 = কার জন্য ঠিক করা হয়েছে।

# For whom it was chosen; the company where it is left out.
for-whom-it-was-chosen-the-company-where-398e55db = কার জন্য ঠিক করা হয়েছিল; না দিলে কোম্পানির জন্য।

# For whom that value was chosen; null where it is the default.
for-whom-that-value-was-chosen-null-384b5a58 = কার জন্য সেই মান ঠিক করা হয়েছে; পূর্বনির্ধারিত হলে null।

# For whom you may choose it: at the site, where one is named.
for-whom-you-may-choose-it-at-the-site-d4346298 = কার জন্য আপনি ঠিক করতে পারেন: শাখার নাম দিলে সেই শাখায়।

# Forget file
forget-file = ফাইল ভুলে যান

# Forget mapping
forget-mapping = মিলকরণ ভুলে যান

# Forget push target
forget-push-target = পুশের গন্তব্য মুছুন

# Forgets an app or a browser of yours.
forgets-an-app-or-a-browser-of-yours-98bf679a = আপনার একটি অ্যাপ বা ব্রাউজার মুছে দেয়।

# Forgets old files of lists and reports
forgets-old-files-of-lists-and-reports = তালিকা ও প্রতিবেদনের পুরনো ফাইল মুছে দেয়

# Forgets old jobs and events
forgets-old-jobs-and-events = পুরনো কাজ ও ঘটনা ভুলে যায়

# Forgets old webhooks
forgets-old-webhooks = পুরনো ওয়েবহুক মুছে দেয়

# Forgets the contents whose last attachment was removed more than a day ago. The program does so by itself before it removes them from the disk.
forgets-the-contents-whose-last-1654dda5 = যেসব বিষয়বস্তুর শেষ সংযুক্তি এক দিনের বেশি আগে সরানো হয়েছে তা ভুলে যায়। ডিস্ক থেকে সরানোর আগে প্রোগ্রাম নিজেই এটি করে।

# Forgets up to 500 files that were finished before a moment. The program does so.
forgets-up-to-500-files-that-were-bcee042b = কোনো মুহূর্তের আগে সম্পন্ন সর্বোচ্চ 500টি ফাইল মুছে দেয়। প্রোগ্রাম নিজে করে।

# Forgets what the columns of a file were said to be.
forgets-what-the-columns-of-a-file-were-f3f739a9 = ফাইলের কোন কলাম কী বলা হয়েছিল তা ভুলে যায়।

# Form of dates
form-of-dates = তারিখের ধরন

# Format
format = বিন্যাস

# Former code
former-code = আগের কোড

# Formula
formula = সূত্র

# Found
found = পাওয়া

# Friday
friday = শুক্রবার

# From
from = থেকে

# From day
from-day = শুরুর দিন

# From this day on; from the beginning of the year where it is left out.
from-this-day-on-from-the-beginning-of-0aa2fd5f = এই দিন থেকে; না দিলে বছরের শুরু থেকে।

# From this day on; from the beginning of the fiscal year where it is left out.
from-this-day-on-from-the-beginning-of-3e9f4ef3 = এই দিন থেকে; না দিলে অর্থবছরের শুরু থেকে।

# From this day on; the last day alone where it is left out.
from-this-day-on-the-last-day-alone-c8adaf44 = এই দিন থেকে; না দিলে শুধু শেষ দিন।

# From this time of the day on, such as 22:00, SMS, WhatsApp and push wait. Empty: they never do.
from-this-time-of-the-day-on-such-as-22-ebb2d455 = দিনের এই সময় থেকে, যেমন 22:00, SMS, WhatsApp ও পুশ অপেক্ষা করে। খালি: কখনো অপেক্ষা করে না।

# From user
from-user = যে ব্যবহারকারীর কাছ থেকে

# Further columns.
further-columns-cf18a298 = আরও কলাম।

# Gap between fiscal years
gap-between-fiscal-years = অর্থবছরের মাঝে ফাঁক

# Gapless
gapless = ফাঁকহীন

# Gateway
gateway = গেটওয়ে

# General ledger
general-ledger = সাধারণ খতিয়ান

# Gift
gift = উপহার

# Give numbers to a device
give-numbers-to-a-device = যন্ত্রকে নম্বর দিন

# Give up message
give-up-message = বার্তা পাঠানোর চেষ্টা ছাড়ুন

# Given up
given-up = চেষ্টা ছেড়ে দেওয়া

# Gives a device numbers that it prints on documents while it is offline. Documents that come with one keep it; what is left over is given back by closing the block.
gives-a-device-numbers-that-it-prints-on-cfa5f9ef = অফলাইনে দলিলে ছাপার জন্য যন্ত্রকে নম্বর দেয়। যে দলিল নম্বর নিয়ে আসে তা সেটি রাখে; যা বাকি থাকে তা খণ্ড বন্ধ করে ফেরত দেওয়া হয়।

# Gives a message up whose job was given up. The program does so.
gives-a-message-up-whose-job-was-given-a48ecfd4 = যে বার্তার কাজের চেষ্টা ছেড়ে দেওয়া হয়েছে তা পাঠানোর চেষ্টাও ছেড়ে দেয়। প্রোগ্রাম নিজে করে।

# Gives a user a role in this company. Repeating it changes nothing; a membership that has ended begins anew.
gives-a-user-a-role-in-this-company-4ce48534 = একজন ব্যবহারকারীকে এই কোম্পানিতে একটি ভূমিকা দেয়। আবার করলে কিছু বদলায় না; শেষ হওয়া সদস্যপদ নতুন করে শুরু হয়।

# Gives an attached file another name: your own, or with a permission those of others.
gives-an-attached-file-another-name-your-0007e7af = সংযুক্ত ফাইলের নাম বদলায়: আপনার নিজেরটি, অথবা অনুমতি থাকলে অন্যেরটিও।

# Gives an empty tenant what it needs to trade at once: roles, chart of accounts, fiscal year, units, a warehouse.
gives-an-empty-tenant-what-it-needs-to-62c72044 = খালি কোম্পানিকে সঙ্গে সঙ্গে ব্যবসা শুরুর সব কিছু দেয়: ভূমিকা, হিসাব-তালিকা, অর্থবছর, একক, একটি গুদাম।

# Gives up a parked event: it is never delivered.
gives-up-a-parked-event-it-is-never-6f791541 = একটি স্থগিত ঘটনা ছেড়ে দেয়: আর কখনো পৌঁছানো হয় না।

# Global
global = সর্বজনীন

# Gone
gone = আর নেই

# Goods
goods = পণ্য

# Goods are owed
goods-are-owed = পণ্য পাওনা আছে

# Goods balance
goods-balance = পণ্যের জের

# Goods move from one warehouse to another.
goods-move-from-one-warehouse-to-another-4f5c6c09 = পণ্য এক গুদাম থেকে অন্য গুদামে যায়।

# Goods or a service.
goods-or-a-service-6311d164 = পণ্য বা সেবা।

# Goods that are not there cannot be moved to another site.
goods-that-are-not-there-cannot-be-moved-93c957f9 = যে পণ্য নেই তা অন্য শাখায় স্থানান্তর করা যায় না।

# Grant permissions
grant-permissions = অনুমতি দিন

# Grants permissions to a role; what it has already gets the scope that is given.
grants-permissions-to-a-role-what-it-has-485e72d8 = একটি ভূমিকাকে অনুমতি দেয়; যা আগে থেকে আছে তা দেওয়া পরিসর পায়।

# Gregorian
gregorian = গ্রেগরীয়

# Gross profit
gross-profit = মোট মুনাফা

# Gross profit compared
gross-profit-compared = তুলনীয় মোট মুনাফা

# Groups of digits
groups-of-digits = অঙ্কের দলবিন্যাস

# Has a document printed that you may see: an invoice or a credit note (`sales`), the receipt of a payment (`receipts`), a letter (`letters`), or the statement of a customer (`customers`). The paper becomes a file of the document. Printed again on the same paper and in the same language, it is the same file, and the copy is counted.
has-a-document-printed-that-you-may-see-c872d441 = আপনি দেখতে পারেন এমন একটি দলিল ছাপায়: চালান বা ক্রেডিট নোট (`sales`), টাকা পাওয়ার রসিদ (`receipts`), চিঠি (`letters`), অথবা গ্রাহকের হিসাব-বিবরণী (`customers`)। কাগজটি দলিলের একটি ফাইল হয়ে থাকে। একই কাগজে ও একই ভাষায় আবার ছাপালে ফাইল একটিই থাকে, আর অনুলিপি গোনা হয়।

# Has a file made of a list or a report
has-a-file-made-of-a-list-or-a-report = তালিকা বা প্রতিবেদন থেকে ফাইল তৈরি করায়

# Has a job done now: one that waits before its time, or one that is over once more.
has-a-job-done-now-one-that-waits-before-c7778722 = একটি কাজ এখনই করায়: সময়ের আগে অপেক্ষায় থাকা, অথবা শেষ হওয়া কাজ আবার।

# Has a job done now that is usually done by itself at its times.
has-a-job-done-now-that-is-usually-done-c5730ab0 = যে কাজ সাধারণত নিজের সময়ে নিজে হয় তা এখনই করায়।

# Has a kind of job done at times of the company's own. Which kinds allow that, and what they are told, `/job-kinds/` says.
has-a-kind-of-job-done-at-times-of-the-56eb84ef = কোম্পানির নিজের ঠিক করা সময়ে এক ধরনের কাজ করায়। কোন ধরনের কাজে তা চলে ও তাতে কী বলে দিতে হয়, `/job-kinds/` জানায়।

# Has a message of another system processed once more.
has-a-message-of-another-system-c55098b4 = অন্য ব্যবস্থার একটি বার্তা আরেকবার প্রক্রিয়া করায়।

# Has a parked event delivered once more.
has-a-parked-event-delivered-once-more-c4f70a5f = একটি স্থগিত ঘটনা আবার পৌঁছাতে বলে।

# Has a report printed as a table, as far as you may see it. The paper is kept for a day.
has-a-report-printed-as-a-table-as-far-9c7bceb5 = একটি প্রতিবেদন ছক হিসেবে ছাপায়, আপনি যতটুকু দেখতে পারেন। কাগজটি এক দিন রাখা হয়।

# Has another member decide for you about requests for approval, from one day to another. With the permission `approvals.delegation.manage` also for somebody else.
has-another-member-decide-for-you-about-27e9e7c1 = এক দিন থেকে আরেক দিন পর্যন্ত অনুমোদনের অনুরোধে আপনার হয়ে অন্য সদস্যকে সিদ্ধান্তের ভার দেয়। `approvals.delegation.manage` অনুমতি থাকলে অন্য কারও হয়েও।

# Has another system told of events, by requests that are signed as <https://www.standardwebhooks.com> says. The secret is shown once, in the answer.
has-another-system-told-of-events-by-2e242d73 = অন্য ব্যবস্থাকে ঘটনা জানায়, <https://www.standardwebhooks.com> এর নিয়মে স্বাক্ষর করা অনুরোধ দিয়ে। গোপন মান একবারই দেখানো হয়, উত্তরে।

# has been used already, has expired, or never existed. Ask for another.
has-been-used-already-has-expired-or-bf4d6bdf = ব্যবহৃত, মেয়াদোত্তীর্ণ বা কখনো ছিল না। আরেকটি চান।

# Has happened
has-happened = ঘটেছে

# Has happened already
has-happened-already = আগেই ঘটেছে

# Has labels of products printed: name, price and bar code.
has-labels-of-products-printed-name-98bbf79a = পণ্যের লেবেল ছাপায়: নাম, দাম ও বারকোড।

# has {min} to {max} entries
has-min-to-max-entries-745af9ca = { $min } থেকে { $max }টি ভুক্তি থাকতে হবে

# has more than {max} characters
has-more-than-max-characters-d76720a5 = { $max } অক্ষরের বেশি আছে

# Has moved already
has-moved-already = আগেই নড়াচড়া হয়েছে

# Has the program try once more to carry out a request that was approved, but refused then. The user who asked may do so, and whoever has approved a step of it.
has-the-program-try-once-more-to-carry-ac925f81 = অনুমোদিত হয়েও তখন প্রত্যাখ্যাত হওয়া একটি অনুরোধ প্রোগ্রামকে দিয়ে আরেকবার কার্যকর করার চেষ্টা করায়। যিনি অনুরোধ করেছেন তিনি পারেন, আর এর কোনো ধাপ যিনি অনুমোদন করেছেন তিনিও।

# Head
head = শীর্ষ

# Headers too large
headers-too-large = হেডার বেশি বড়

# Heading
heading = শিরোনাম

# Help
help = সহায়তা

# History stock
history-stock = ইতিহাসের মজুদ

# Hold
hold = আটক

# Hook message
hook-message = ওয়েবহুকে পাওয়া বার্তা

# Hook messages
hook-messages = ওয়েবহুকের বার্তা

# {host} is SANDUK_BASE_DOMAIN: it names no company.
host-is-sanduk-base-domain-it-names-no-e057eb71 = { $host } হলো SANDUK_BASE_DOMAIN: এটি কোনো কোম্পানির নাম নয়।

# {host} is the host name of a company “{slug}”: below SANDUK_BASE_DOMAIN, every company has that of its slug.
host-is-the-host-name-of-a-company-slug-35b2235d = { $host } হলো “{ $slug }” কোম্পানির হোস্ট-নাম: SANDUK_BASE_DOMAIN এর নিচে প্রতিটি কোম্পানির নাম তার slug।

# Hourly
hourly = প্রতি ঘণ্টায়

# hours
hours-02ff0734 = ঘণ্টা

# How
how = কীভাবে

# How an event is put into words for a channel and a language.
how-an-event-is-put-into-words-for-a-695516e9 = কোনো মাধ্যম ও ভাষার জন্য একটি ঘটনা যেভাবে কথায় লেখা হয়।

# How another gateway is asked, as JSON: url, headers, body with {to} {digits} {text} {from} {id} {secret} {report_to}, success, later, id, heard.
how-another-gateway-is-asked-as-json-url-4d5367e2 = অন্য গেটওয়েতে যেভাবে অনুরোধ পাঠানো হয়, JSON হিসেবে: url, headers, body ({ $to } { $digits } { $text } { $from } { $id } { $secret } { $report_to } সহ), success, later, id, heard।

# How far it is.
how-far-it-is-4f4611f3 = কতদূর এগিয়েছে।

# How far the job of this kind is that was begun last.
how-far-the-job-of-this-kind-is-that-was-a4619b0c = এই ধরনের শেষ শুরু হওয়া কাজ কতদূর।

# How it became known.
how-it-became-known-d89ae038 = যেভাবে জানা গেছে।

# How it is imported, as a JSON object.
how-it-is-imported-as-a-json-object-479b8b9e = কীভাবে আমদানি হয়, একটি JSON অবজেক্ট।

# How it is imported.
how-it-is-imported-d200355c = কীভাবে আমদানি হয়।

# How long it took, in milliseconds.
how-long-it-took-in-milliseconds-1bea0c26 = কত সময় লেগেছে, মিলিসেকেন্ডে।

# How long the last attempt took.
how-long-the-last-attempt-took-99477cc8 = শেষ চেষ্টায় কত সময় লেগেছে।

# How many decimals its quantities may have, 0 to 6.
how-many-decimals-its-quantities-may-4772e077 = এর পরিমাণে কত দশমিক ঘর থাকতে পারে, 0 থেকে 6।

# How many, from 1.
how-many-from-1-4d6a7d4b = কতটি, 1 থেকে।

# How many numbers, 1 to 10,000.
how-many-numbers-1-to-10-000-50939663 = কতটি নম্বর, 1 থেকে 10,000।

# How much is done.
how-much-is-done-c14fa470 = কতটা হয়েছে।

# How much there is to do; 0 where that is not known.
how-much-there-is-to-do-0-where-that-is-5c0b0751 = কতটা করতে হবে; জানা না থাকলে 0।

# How often it is begun before it is given up.
how-often-it-is-begun-before-it-is-given-775f953d = ছেড়ে দেওয়ার আগে কতবার শুরু হয়।

# How often it was begun.
how-often-it-was-begun-905ba2d0 = কতবার শুরু হয়েছে।

# How often it was given to the provider.
how-often-it-was-given-to-the-provider-02d01ab1 = কতবার সেবাদাতাকে দেওয়া হয়েছে।

# How often it was tried.
how-often-it-was-tried-f80f10bf = কতবার চেষ্টা হয়েছে।

# How often it was tried to process it.
how-often-it-was-tried-to-process-it-c497a10c = কতবার প্রক্রিয়া করার চেষ্টা হয়েছে।

# How often they were told again.
how-often-they-were-told-again-67e13563 = কতবার আবার জানানো হয়েছে।

# How rows that are there are named; by the code where it is left out and there is one.
how-rows-that-are-there-are-named-by-the-69ebb4fe = যে সারি আছে তা কীভাবে চেনা হবে; না দিলে কোড দিয়ে, যদি থাকে।

# How the connection is protected. “none” is for a server on the same machine only.
how-the-connection-is-protected-none-is-ec16e971 = সংযোগ কীভাবে সুরক্ষিত। “none” শুধু একই যন্ত্রের সার্ভারের জন্য।

# How the documents of one kind are numbered from a day on, where it is not the usual way.
how-the-documents-of-one-kind-are-978a8764 = সাধারণ নিয়মে না হলে কোনো দিন থেকে এক ধরনের দলিলের নম্বর কীভাবে দেওয়া হয়।

# How they are printed.
how-they-are-printed-95de6549 = যেভাবে ছাপা হয়।

# HTML
html-14c7dcd0 = HTML

# IANA time zone, for example `Asia/Dhaka`.
iana-time-zone-for-example-asia-dhaka-68a6c5a4 = IANA সময়-অঞ্চল, যেমন `Asia/Dhaka`।

# Id
id = আইডি

# Idempotency-Key must be 1 to 255 visible ASCII characters.
idempotency-key-must-be-1-to-255-visible-e406cfad = Idempotency-Key হতে হবে 1 থেকে 255টি দৃশ্যমান ASCII অক্ষর।

# Idempotency key used for another request
idempotency-key-used-for-another-request = আইডেমপোটেন্সি-কী অন্য অনুরোধে ব্যবহৃত

# Identity
identity = পরিচয়

# If-Match must be one ETag as it was sent, for example "3".
if-match-must-be-one-etag-as-it-was-sent-8e7d4209 = If-Match হতে হবে যেমন পাঠানো হয়েছিল তেমন একটি ETag, যেমন "3"।

# Image too large
image-too-large = ছবি বেশি বড়

# Import
import = আমদানি

# import
import-112a90d4 = আমদানি

# Import document
import-document = দলিল আমদানি করুন

# import mapping
import-mapping-ca85beba = আমদানির মিলকরণ

# Import mappings
import-mappings = আমদানির মিলকরণ

# Import of earlier sales
import-of-earlier-sales = আগের বিক্রয় আমদানি

# Import of earlier sales: first day
import-of-earlier-sales-first-day-8c52f52d = আগের বিক্রয় আমদানি: প্রথম দিন

# Import of earlier sales: last day
import-of-earlier-sales-last-day-09082171 = আগের বিক্রয় আমদানি: শেষ দিন

# Import runs
import-runs = আমদানিসমূহ

# Imports a file
imports-a-file = একটি ফাইল আমদানি করে

# Imports a file in the background: the body is the file, the remainder is said in the address. How far it is and what became of it is read at `/import-runs/{id}/`.
imports-a-file-in-the-background-the-19f0d58e = পেছনে একটি ফাইল আমদানি করে: অনুরোধটিই ফাইল, বাকিটা ঠিকানায় বলা হয়। কতদূর ও কী হয়েছে তা `/import-runs/{ $id }/` এ পড়া যায়।

# In app
in-app = অ্যাপে

# In the program
in-the-program = প্রোগ্রামে

# In the program: members only.
in-the-program-members-only-29547072 = প্রোগ্রামে: শুধু সদস্যদের জন্য।

# In which language; as the setting `printing.language` says where it is left out.
in-which-language-as-the-setting-57bbb9db = কোন ভাষায়; না দিলে `printing.language` সেটিং যা বলে।

# Inbound hooks
inbound-hooks = আগত ওয়েবহুক

# inbound message
inbound-message-56345829 = আগত বার্তা

# Inbound sources
inbound-sources = আগত বার্তার উৎস

# Includes delivered
includes-delivered = পৌঁছানো বার্তাসহ

# Income
income = আয়

# Income account
income-account = আয়ের হিসাব

# Income and expense between two days, as known now or at an entry: this fiscal year until today where no days are named. Needs `inventory.value.view` too, since it tells what goods cost.
income-and-expense-between-two-days-as-098923bd = দুই দিনের মাঝে আয় ও খরচ, এখন বা কোনো দাখিলার সময় যেমন জানা: দিন না দিলে এই অর্থবছর, আজ পর্যন্ত। পণ্যের ব্যয় জানায় বলে `inventory.value.view` অনুমতিও লাগে।

# Income compared
income-compared = তুলনীয় আয়

# Income less the accounts below a heading of cost of sales, as in the income statement, by what their lines name; as known now or at an entry: this fiscal year until today where no days are named. Needs `inventory.value.view` too, since it tells what goods cost.
income-less-the-accounts-below-a-heading-a5be4236 = আয় বাদ বিক্রীত পণ্যের ব্যয়-শিরোনামের নিচের হিসাব, আয় বিবরণীর মতো, লাইনে যা উল্লেখ আছে সে অনুযায়ী; এখন বা কোনো দাখিলার সময় যেমন জানা: দিন না দিলে এই অর্থবছর, আজ পর্যন্ত। পণ্যের ব্যয় জানায় বলে `inventory.value.view` অনুমতিও লাগে।

# Income statement
income-statement = আয় বিবরণী

# Inter branch
inter-branch = আন্তঃশাখা

# Internal error
internal-error = অভ্যন্তরীণ ত্রুটি

# Invalid access token
invalid-access-token = প্রবেশ-টোকেন ঠিক নয়

# Invalid fields
invalid-fields = ঘরে ভুল আছে

# Invalid gateway
invalid-gateway = গেটওয়ে ঠিক নয়

# Invalid number
invalid-number = নম্বর ঠিক নয়

# Invalid parameter
invalid-parameter = প্যারামিটার ঠিক নয়

# Invalid push target
invalid-push-target = পুশের গন্তব্য ঠিক নয়

# Invalid setting
invalid-setting = সেটিং ঠিক নয়

# Invalid state
invalid-state = অবস্থা ঠিক নয়

# Invalid text
invalid-text = লেখা ঠিক নয়

# Invalid value
invalid-value = মান ঠিক নয়

# {invariant} ({what}) does not hold: {offender}
invariant-what-does-not-hold-offender-b18dd3ea = { $invariant } ({ $what }) খাটে না: { $offender }

# is a name without / and \, such as photo.jpg
is-a-name-without-and-such-as-photo-jpg-8235bbc3 = / ও \ ছাড়া একটি নাম, যেমন photo.jpg

# is before the first day
is-before-the-first-day-b2eca453 = প্রথম দিনের আগে

# is computed by its formula and cannot be given
is-computed-by-its-formula-and-cannot-be-5aa1a915 = সূত্র দিয়ে হিসাব করা হয়, মান দেওয়া যায় না

# is given by the path, not by the body
is-given-by-the-path-not-by-the-body-a5ed0254 = এটি পাথে দেওয়া হয়, অনুরোধের ভেতরে নয়

# is less than the least value
is-less-than-the-least-value-46dd060a = সর্বনিম্ন মানের চেয়ে কম

# is not a host name such as shop.example.com, without a port
is-not-a-host-name-such-as-shop-example-d2cf2a4c = shop.example.com এর মতো পোর্ট ছাড়া হোস্টের নাম নয়

# is not a user's id
is-not-a-user-s-id-274291ed = কোনো ব্যবহারকারীর আইডি নয়

# is not an e-mail address
is-not-an-e-mail-address-52d18c50 = ই-মেইল ঠিকানা নয়

# is not an IANA time zone such as Europe/London
is-not-an-iana-time-zone-such-as-europe-fbc9afff = Europe/London এর মতো IANA সময়-অঞ্চল নয়

# is not known
is-not-known-6507dd97 = জানা নেই

# is not known of deleted rows
is-not-known-of-deleted-rows-ca965a4a = মোছা সারির ক্ষেত্রে জানা নেই

# is not the e-mail address of this user
is-not-the-e-mail-address-of-this-user-b5c5adb2 = এই ব্যবহারকারীর ই-মেইল ঠিকানা নয়

# is not understood
is-not-understood-e2171581 = বোঝা যায়নি

# is not what the list says
is-not-what-the-list-says-1987c631 = তালিকায় যা আছে তা নয়

# is not your password
is-not-your-password-001d593c = আপনার পাসওয়ার্ড নয়

# is one of the first that others would guess. Choose another, for example several unrelated words.
is-one-of-the-first-that-others-would-b86c6b6b = অন্যরা প্রথমেই অনুমান করবে এমনগুলোর একটি। আরেকটি বাছুন, যেমন কয়েকটি সম্পর্কহীন শব্দ।

# is required
is-required-b5b9b4fa = আবশ্যক

# is required, so that others know why
is-required-so-that-others-know-why-1ee52531 = দিতে হবে, যাতে অন্যরা কারণ জানেন

# is set by the program and cannot be changed
is-set-by-the-program-and-cannot-be-b002f818 = প্রোগ্রাম নিজে বসায়, বদলানো যায় না

# is taken
is-taken-8b064476 = নেওয়া হয়ে গেছে

# is there twice
is-there-twice-ccd4fba3 = দুবার আছে

# is too long, or holds a character that cannot be stored
is-too-long-or-holds-a-character-that-32f02a5c = বেশি লম্বা, অথবা রাখা যায় না এমন অক্ষর আছে

# is what stands behind the ? of a list's address, without spaces: name=tea&ordering=-name
is-what-stands-behind-the-of-a-list-s-f83c6c60 = তালিকার ঠিকানার ? এর পরে যা থাকে, ফাঁক ছাড়া: name=tea&ordering=-name

# Iso
iso = আইএসও

# iso is 2026-06-29, dmy 29/06/2026, mdy 06/29/2026, words 29 June 2026.
iso-is-2026-06-29-dmy-29-06-2026-mdy-06-4131cb2d = iso হলো 2026-06-29, dmy 29/06/2026, mdy 06/29/2026, words 29 June 2026।

# It buys from us.
it-buys-from-us-809d2135 = আমাদের কাছ থেকে কেনে।

# It ends with a letter or a mark, so that what follows is the number: INV-.
it-ends-with-a-letter-or-a-mark-so-that-72731415 = এটি বর্ণ বা চিহ্ন দিয়ে শেষ হয়, যাতে এরপর যা আসে তা নম্বর: INV-।

# It is being worked on right now. Try again in a moment.
it-is-being-worked-on-right-now-try-0b803d87 = এটির কাজ এখনই চলছে। একটু পরে আবার চেষ্টা করুন।

# It is sold on {date}; it cannot be due before.
it-is-sold-on-date-it-cannot-be-due-a17d0ebe = এটি বিক্রি হয়েছে { $date } তারিখে; পরিশোধের দিন তার আগে হতে পারে না।

# It is {today}: a document is dated at most one day ahead.
it-is-today-a-document-is-dated-at-most-87653a08 = আজ { $today }: দলিলের তারিখ সর্বোচ্চ এক দিন আগাম হতে পারে।

# It refers to a row that was deleted, too. Restore that one first.
it-refers-to-a-row-that-was-deleted-too-1e62f4c5 = এটি এমন সারি নির্দেশ করে যা-ও মোছা হয়েছে। আগে সেটি ফেরান।

# It sells to us.
it-sells-to-us-dbf15d40 = আমাদের কাছে বেচে।

# It was deleted by an earlier version of the program, which kept other fields.
it-was-deleted-by-an-earlier-version-of-887b4a46 = প্রোগ্রামের আগের সংস্করণ এটি মুছেছে, যা অন্য ঘর রাখত।

# It was signed more than {minutes} minutes ago, or will be.
it-was-signed-more-than-minutes-minutes-cc2289ec = এটি { $minutes } মিনিটের বেশি আগে স্বাক্ষরিত, অথবা স্বাক্ষরের সময় ততটাই ভবিষ্যতে।

# It was sold on {date}; it cannot come back before.
it-was-sold-on-date-it-cannot-come-back-c14fa913 = এটি বিক্রি হয়েছে { $date } তারিখে; তার আগে ফেরত আসতে পারে না।

# It would overlap the fiscal year {code}, from {from} to {to}.
it-would-overlap-the-fiscal-year-code-402d79a3 = এটি অর্থবছর { $code } ({ $from } থেকে { $to }) এর ওপর পড়বে।

# Its amount in the currency of the company; null where it has none, or you may not see it.
its-amount-in-the-currency-of-the-7dc1fa8d = এর অঙ্ক, কোম্পানির মুদ্রায়; অঙ্ক না থাকলে বা আপনার দেখার অনুমতি না থাকলে null।

# Its category.
its-category-9c2b3743 = এর শ্রেণি।

# Its code.
its-code-149671a4 = এর কোড।

# Its code: small letters, digits, hyphens and underscores.
its-code-small-letters-digits-hyphens-6d7f8725 = এর কোড: ছোট হাতের বর্ণ, অঙ্ক, হাইফেন ও আন্ডারস্কোর।

# Its code, unique in the list.
its-code-unique-in-the-list-d25f3131 = এর কোড, তালিকায় অনন্য।

# Its country.
its-country-34130a37 = এর দেশ।

# Its `data`.
its-data-65048077 = এর `data`।

# Its date.
its-date-38935833 = এর তারিখ।

# Its effect.
its-effect-6c047cd0 = এর ফল।

# Its entry, by its place in the journal.
its-entry-by-its-place-in-the-journal-7d614d96 = এর দাখিলা, জার্নালে তার স্থান দিয়ে।

# Its fields, a JSON object.
its-fields-a-json-object-4e910cb6 = এর ঘরগুলো, একটি JSON অবজেক্ট।

# Its fields.
its-fields-f1e45d04 = এর ঘরগুলো।

# Its first day, in the Gregorian calendar.
its-first-day-in-the-gregorian-calendar-4e70cc71 = গ্রেগরীয় পঞ্জিকায় এর প্রথম দিন।

# Its format.
its-format-f3e5c0de = এর বিন্যাস।

# Its IANA time zone.
its-iana-time-zone-153f2a4d = এর IANA সময়-অঞ্চল।

# Its id; also that of the job which processes it.
its-id-also-that-of-the-job-which-eb351df5 = এর আইডি; যে কাজ এটি প্রক্রিয়া করে তারও।

# Its id.
its-id-b5452ee8 = এর আইডি।

# Its id, which the other system is told as `webhook-id`; also that of the job which sends it.
its-id-which-the-other-system-is-told-as-6160b0f4 = এর আইডি, যা অন্য ব্যবস্থাকে `webhook-id` হিসেবে জানানো হয়; যে কাজ এটি পাঠায় তারও।

# Its `keys.auth`.
its-keys-auth-bf1a0c61 = এর `keys.auth`।

# Its `keys.p256dh`.
its-keys-p256dh-61e5e6d6 = এর `keys.p256dh`।

# Its language.
its-language-dac0d9b9 = এর ভাষা।

# Its length.
its-length-27a9caa7 = এর দৈর্ঘ্য।

# Its lines.
its-lines-6f16adf8 = এর লাইনগুলো।

# Its meaning.
its-meaning-d9cf88ec = এর অর্থ।

# Its media type, by its content.
its-media-type-by-its-content-b384ed55 = এর মিডিয়া টাইপ, বিষয়বস্তু অনুযায়ী।

# Its name.
its-name-34fc93ea = এর নাম।

# Its name, as `/meta/reports/` tells it.
its-name-as-meta-reports-tells-it-96a9e5b2 = এর নাম, `/meta/reports/` এ যেমন আছে।

# Its name, when it is there.
its-name-when-it-is-there-98fa34b1 = এর নাম, থাকলে।

# Its name, which no other view of yours of this list has.
its-name-which-no-other-view-of-yours-of-33e3b535 = এর নাম, এই তালিকায় আপনার আর কোনো দৃশ্যের যা নেই।

# Its name, which stands behind `custom.`
its-name-which-stands-behind-custom-9a655e1b = এর নাম, যা `custom.` এর পরে বসে

# Its name, which those who wait are told.
its-name-which-those-who-wait-are-told-c8709b8a = এর নাম, যা অপেক্ষমাণদের জানানো হয়।

# Its new name.
its-new-name-71ae46ac = এর নতুন নাম।

# Its new text.
its-new-text-16ddefe4 = এর নতুন লেখা।

# Its number at the tax office.
its-number-at-the-tax-office-a6614cdf = কর কার্যালয়ে এর নম্বর।

# Its number.
its-number-c2c0d17c = এর নম্বর।

# Its number in the other system. A number is in the books once.
its-number-in-the-other-system-a-number-1e0cd584 = অন্য ব্যবস্থায় এর নম্বর। একটি নম্বর বইয়ে একবারই থাকে।

# Its permissions.
its-permissions-8844e279 = এর অনুমতিগুলো।

# Its permissions, by name.
its-permissions-by-name-c1dab4ff = এর অনুমতিগুলো, নাম অনুযায়ী।

# Its place among the changes of the period, from 1.
its-place-among-the-changes-of-the-176b5eda = মেয়াদের পরিবর্তনগুলোর মধ্যে এর স্থান, 1 থেকে।

# Its place among the custom fields of the list.
its-place-among-the-custom-fields-of-the-8fb02cc7 = তালিকার নিজস্ব ঘরগুলোর মধ্যে এর স্থান।

# Its place among the events of the command.
its-place-among-the-events-of-the-14e83769 = নির্দেশের ঘটনাগুলোর মধ্যে এর স্থান।

# Its place in the entry, from 1.
its-place-in-the-entry-from-1-2ea1f029 = দাখিলায় এর স্থান, 1 থেকে।

# Its place in the journal, gapless from 1.
its-place-in-the-journal-gapless-from-1-43e5f325 = জার্নালে এর স্থান, 1 থেকে ফাঁক ছাড়া।

# Its place in the log.
its-place-in-the-log-055a88fa = লগে এর স্থান।

# Its place in the year, 1 to 12.
its-place-in-the-year-1-to-12-566184bc = বছরে এর স্থান, 1 থেকে 12।

# Its place there, from 1.
its-place-there-from-1-5cbda3b3 = সেখানে এর স্থান, 1 থেকে।

# Its postal address.
its-postal-address-028ba522 = এর ডাক ঠিকানা।

# Its printed number.
its-printed-number-8939a3c6 = এর ছাপা নম্বর।

# Its public key, with which browsers subscribe.
its-public-key-with-which-browsers-14c0ff6d = এর প্রকাশ্য চাবি, যা দিয়ে ব্রাউজার গ্রাহক হয়।

# Its site: id or code.
its-site-id-or-code-59fd3995 = এর শাখা: আইডি বা কোড।

# Its SKU.
its-sku-e5d2452e = এর SKU।

# Its tax category.
its-tax-category-7a0f4afe = এর কর শ্রেণি।

# Its `type`.
its-type-5ab74a5f = এর `type`।

# Its unit.
its-unit-f3260e6d = এর একক।

# Its use.
its-use-e2520c9c = এর ব্যবহার।

# Its value.
its-value-bbf70c62 = এর মান।

# Its value: the share of the warehouse in the value of the product at its site. Only with `inventory.value.view`.
its-value-the-share-of-the-warehouse-in-90fc9aed = এর মূল্য: শাখায় পণ্যটির মোট মূল্যে গুদামের অংশ। শুধু `inventory.value.view` থাকলে।

# Its version, for `If-Match`.
its-version-for-if-match-08a17efd = এর সংস্করণ, `If-Match` এর জন্য।

# Its `webhook-id`.
its-webhook-id-ce625e4a = এর `webhook-id`।

# Its worker has ended {attempts} times in the middle of it.
its-worker-has-ended-attempts-times-in-32c8a22a = এর কর্মী কাজের মাঝে { $attempts } বার থেমে গেছে।

# Its year.
its-year-4a8978c0 = এর বছর।

# Job
job = কাজ

# job
job-ddd42fdc = কাজ

# Job kinds
job-kinds = কাজের ধরন

# Job not done
job-not-done = কাজ হয়নি

# Job schedule
job-schedule = কাজের সময়সূচি

# Job schedules
job-schedules = কাজের সময়সূচি

# Jobs
jobs = কাজসমূহ

# Jobs come by themselves every five minutes at most.
jobs-come-by-themselves-every-five-cb9d65f6 = কাজ নিজে থেকে চলে সর্বোচ্চ প্রতি পাঁচ মিনিটে একবার।

# Journal entries
journal-entries = জাবেদা দাখিলা

# Journal entry
journal-entry = জাবেদা দাখিলা

# Journal line
journal-line = জাবেদা লাইন

# Journal lines
journal-lines = জাবেদা লাইন

# Jsonl
jsonl = JSON লাইন ফাইল

# Keep secret key
keep-secret-key = গোপন চাবি রাখুন

# Keeps a data key of the company, or the same one encrypted anew; only the program itself may.
keeps-a-data-key-of-the-company-or-the-c89ee0cb = কোম্পানির একটি ডেটা-চাবি রাখে, বা একই চাবি নতুন করে সংকেতবদ্ধ করে; শুধু প্রোগ্রাম নিজে পারে।

# Keeps a message to us; where it asks for no more messages, that is honoured from now on. The program does so.
keeps-a-message-to-us-where-it-asks-for-8e5d139c = আমাদের কাছে আসা একটি বার্তা রাখে; তাতে আর বার্তা না পাঠাতে বলা থাকলে এখন থেকে তা মানা হয়। প্রোগ্রাম নিজেই করে।

# Keeps what was made for a day, or says why nothing was. The program does so.
keeps-what-was-made-for-a-day-or-says-5fa9d1fa = কোনো দিনের জন্য যা তৈরি হয়েছে তা রাখে, অথবা কেন কিছু হয়নি তা জানায়। প্রোগ্রাম নিজেই করে।

# Key
key = চাবি

# key of secrets
key-of-secrets-479debfc = গোপন মানের চাবি

# Kind
kind = ধরন

# Kind and use of an account stay; make another account instead.
kind-and-use-of-an-account-stay-make-b00d0bca = হিসাবের ধরন ও ব্যবহার বদলায় না; নতুন হিসাব খুলুন।

# kind of job
kind-of-job-baf822e7 = কাজের ধরন

# Label
label = নাম

# “{label}” is switched off in this company. Who may change settings can switch it on: {setting}.
label-is-switched-off-in-this-company-1513ca72 = “{ $label }” এই কোম্পানিতে বন্ধ। যিনি সেটিংস বদলাতে পারেন তিনি চালু করতে পারেন: { $setting }।

# Label printer (ZPL)
label-printer-zpl-82895284 = লেবেল প্রিন্টার (ZPL)

# Labels
labels = লেবেল

# Lakhs
lakhs = লাখ

# Language
language = ভাষা

# Language of papers
language-of-papers = কাগজপত্রের ভাষা

# Large bodies cannot be parsed now. Try again in a moment.
large-bodies-cannot-be-parsed-now-try-2b970046 = বড় অনুরোধ এখন পড়া যাচ্ছে না। একটু পরে আবার চেষ্টা করুন।

# Last day
last-day = শেষ দিন

# Last day.
last-day-36bd506b = শেষ দিন।

# Last day of the month.
last-day-of-the-month-0485e0bd = মাসের শেষ দিন।

# Last effect
last-effect = শেষ ফল

# Last milliseconds
last-milliseconds = শেষবারের মিলিসেকেন্ড

# Last number
last-number = শেষ নম্বর

# Last owner
last-owner = শেষ মালিক

# Last problem
last-problem = শেষ সমস্যা

# Last started at
last-started-at = শেষবার শুরুর সময়

# Last state
last-state = শেষ অবস্থা

# Later
later = পরে

# Later period closed
later-period-closed = পরের মেয়াদ বন্ধ

# Latin
latin = লাতিন

# Layer
layer = স্তর

# Least
least = সর্বনিম্ন

# Length of a month
length-of-a-month = মাসের দৈর্ঘ্য

# Length of a year
length-of-a-year = বছরের দৈর্ঘ্য

# Lets a member choose a new password with a one-time token, which the answer holds and nothing keeps. Only for members that never belonged to another company and whose permissions you have yourself.
lets-a-member-choose-a-new-password-with-ed0f814c = একবার ব্যবহারের টোকেন দিয়ে সদস্যকে নতুন পাসওয়ার্ড বাছতে দেয়; টোকেনটি শুধু উত্তরে থাকে, কোথাও রাখা হয় না। শুধু সেই সদস্যদের জন্য যাঁরা কখনো অন্য কোম্পানির ছিলেন না এবং যাঁদের অনুমতিগুলো আপনারও আছে।

# Letter
letter = চিঠি

# Letterhead
letterhead = লেটারহেড

# Letters
letters = চিঠিপত্র

# Level
level = পর্যায়

# Levels
levels = পর্যায়সমূহ

# Liabilities
liabilities = দায়

# Liability
liability = দায়

# lies before closed months; reopen them first, the last is {last}
lies-before-closed-months-reopen-them-7b36fa65 = বন্ধ মাসের আগে পড়ে; আগে সেগুলো খুলুন, শেষটি { $last }

# lies in a closed period
lies-in-a-closed-period-9ccba0c7 = বন্ধ মেয়াদে পড়ে

# lies in no fiscal year
lies-in-no-fiscal-year-a33a9427 = কোনো অর্থবছরে পড়ে না

# lies within another fiscal year
lies-within-another-fiscal-year-83c5d4fd = অন্য অর্থবছরের ভেতরে পড়ে

# Line
line = লাইন

# line {line}: a quote is misplaced: this row goes on in the next lines and holds the delimiters of another row.
line-line-a-quote-is-misplaced-this-row-775bcd79 = লাইন { $line }: একটি উদ্ধৃতিচিহ্ন ভুল জায়গায়: সারিটি পরের লাইনেও চলে এবং অন্য সারির বিভাজক ধরে রাখে।

# line {line}: a quote is opened in this row and never closed.
line-line-a-quote-is-opened-in-this-row-6f522049 = লাইন { $line }: এই সারিতে একটি উদ্ধৃতি খোলা হয়েছে, বন্ধ হয়নি।

# line {line}: a row has more than {most} KiB; a quote may be open there.
line-line-a-row-has-more-than-most-kib-a-b551ee07 = লাইন { $line }: একটি সারি { $most } KiB এর বেশি; হয়তো উদ্ধৃতি খোলা আছে।

# line {line}: “{text}” is ambiguous: its mark may separate thousands or decimals. State the mark as `decimal`: point or comma.
line-line-text-is-ambiguous-its-mark-may-30e50b36 = লাইন { $line }: “{ $text }” দ্ব্যর্থক: এর চিহ্ন হাজার বা দশমিক আলাদা করতে পারে। `decimal` দিয়ে চিহ্নটি বলুন: point বা comma।

# line {line}: the file is UTF-8 but for a few bytes; the first is byte {byte} of this line, {value}. Correct them, or state the `encoding` (utf-8 refuses the rows that have them).
line-line-the-file-is-utf-8-but-for-a-556c73cf = লাইন { $line }: কয়েকটি বাইট বাদে ফাইলটি UTF-8; প্রথমটি এই লাইনের { $byte } নম্বর বাইট, { $value }। সেগুলো ঠিক করুন, অথবা `encoding` বলুন (utf-8 সেসব সারি প্রত্যাখ্যান করে)।

# line {line}: the order of “{text}” is ambiguous. State it as `dates`: day-first (dd/mm/yyyy) or month-first (mm/dd/yyyy).
line-line-the-order-of-text-is-ambiguous-14838795 = লাইন { $line }: “{ $text }” এর ক্রম দ্ব্যর্থক। `dates` দিয়ে বলুন: day-first (dd/mm/yyyy) বা month-first (mm/dd/yyyy)।

# Line {n} is named twice.
line-n-is-named-twice-165bb57a = লাইন { $n } দুবার দেওয়া হয়েছে।

# Lines
lines = লাইন

# Lines: Account
lines-account-d3d9fc29 = লাইন: হিসাব

# Lines: Barcode
lines-barcode-0f1cf1be = লাইন: বারকোড

# Lines: Branch
lines-branch-3bd26ac6 = লাইন: শাখা

# Lines: Credit
lines-credit-4fa79acb = লাইন: ক্রেডিট

# Lines: Debit
lines-debit-42137ed4 = লাইন: ডেবিট

# Lines: Discount
lines-discount-14a21571 = লাইন: ছাড়

# Lines: Party
lines-party-914c7002 = লাইন: পক্ষ

# Lines: Product
lines-product-c7b5c76d = লাইন: পণ্য

# Lines: Quantity
lines-quantity-92a7464f = লাইন: পরিমাণ

# Lines: Unit cost
lines-unit-cost-48bdb355 = লাইন: একক ব্যয়

# Lines: Unit price
lines-unit-price-14655eed = লাইন: একক দাম

# Lines, with the same filters.
lines-with-the-same-filters-f3eceace = লাইন, একই ছাঁকনিসহ।

# Link not valid
link-not-valid = লিংক ঠিক নয়

# list
list-0cfb5881 = তালিকা

# Listed
listed = তালিকায়

# Lists
lists = তালিকা

# Location
location = স্থান

# Logo
logo = লোগো

# Logo not readable
logo-not-readable = লোগো পড়া যায় না

# Long text
long-text = দীর্ঘ লেখা

# looks like an id and would be taken for one
looks-like-an-id-and-would-be-taken-for-b0539653 = আইডির মতো দেখায়, তাই আইডি বলে ধরা হবে

# Low
low = কম

# Mail server
mail-server = মেইল সার্ভার

# Mail server unavailable
mail-server-unavailable = মেইল সার্ভার পাওয়া যাচ্ছে না

# Make another payment method instead.
make-another-payment-method-instead-5369f349 = বরং আরেকটি পরিশোধ পদ্ধতি তৈরি করুন।

# Maker
maker = প্রস্তুতকারী

# Maker name
maker-name = প্রস্তুতকারীর নাম

# Makes a file of a list, a report or an export in the background, with the rights that you have when it is made. It is given to nobody else, and kept for a week.
makes-a-file-of-a-list-a-report-or-an-464a0216 = নেপথ্যে একটি তালিকা, প্রতিবেদন বা রপ্তানির ফাইল তৈরি করে, তৈরির সময় আপনার যে অধিকার থাকে তা দিয়ে। এটি আর কাউকে দেওয়া হয় না, এবং এক সপ্তাহ রাখা হয়।

# Makes a file of a list or a report
makes-a-file-of-a-list-or-a-report = তালিকা বা প্রতিবেদনের ফাইল তৈরি করে

# Makes a new secret for a webhook subscription, which is shown once, in the answer. For some hours messages are signed with the one before, too, so that the other system can change over.
makes-a-new-secret-for-a-webhook-6c0b6029 = একটি ওয়েবহুক সাবস্ক্রিপশনের নতুন গোপন মান তৈরি করে, যা উত্তরে একবারই দেখানো হয়। কয়েক ঘণ্টা বার্তায় আগেরটি দিয়েও স্বাক্ষর করা হয়, যাতে অন্য ব্যবস্থাটি নতুনটিতে যেতে পারে।

# Makes a paper that was printed a file of its document, or says why there is none. The program does so.
makes-a-paper-that-was-printed-a-file-of-a5a7de17 = ছাপা কাগজকে তার দলিলের ফাইল করে, অথবা কেন কাগজ নেই তা জানায়। প্রোগ্রাম নিজেই করে।

# Makes a paper to look at
makes-a-paper-to-look-at = দেখার জন্য একটি কাগজ তৈরি করে

# Makes a paper to look at, which says so, is kept for a day and counts as no copy: of a document that you may see, or, where none is named, of an invoice that does not exist, to see what was chosen for papers.
makes-a-paper-to-look-at-which-says-so-22721df4 = দেখার জন্য একটি কাগজ তৈরি করে; কাগজে তা লেখা থাকে, এটি এক দিন রাখা হয় এবং অনুলিপি হিসেবে গোনা হয় না: আপনি দেখতে পারেন এমন কোনো দলিলের, অথবা কোনোটির নাম না দিলে একটি কাল্পনিক চালানের, কাগজের জন্য কী ঠিক করা হয়েছে তা দেখতে।

# Makes labels of products
makes-labels-of-products = পণ্যের লেবেল তৈরি করে

# Makes the paper of a document
makes-the-paper-of-a-document = দলিলের কাগজ তৈরি করে

# Makes the paper of a report
makes-the-paper-of-a-report = প্রতিবেদনের কাগজ তৈরি করে

# Malformed Idempotency-Key
malformed-idempotency-key-15955851 = Idempotency-Key এর গঠন ভুল

# Malformed If-Match
malformed-if-match-b0e54f19 = If-Match এর গঠন ভুল

# Malformed JSON
malformed-json-57bd5f9c = JSON এর গঠন ভুল

# Malformed message
malformed-message = বার্তার গঠন ঠিক নয়

# Malformed path
malformed-path = পাথের গঠন ভুল

# Malformed query string
malformed-query-string = কোয়েরির গঠন ভুল

# Malformed request
malformed-request = অনুরোধের গঠন ভুল

# Manual
manual = হাতে

# Mapping
mapping = মিলকরণ

# mapping: {why}
mapping-why-75d80299 = mapping: { $why }

# Margin
margin = মুনাফার হার

# Margin compared
margin-compared = তুলনীয় মুনাফার হার

# Marks a notification of yours as read.
marks-a-notification-of-yours-as-read-cfd2b7b0 = আপনার একটি বিজ্ঞপ্তি পঠিত বলে চিহ্নিত করে।

# Marks all notifications that you have now as read.
marks-all-notifications-that-you-have-cdfca3b8 = আপনার এখনকার সব বিজ্ঞপ্তি পঠিত বলে চিহ্নিত করে।

# Max
max = সর্বোচ্চ

# Max length
max-length = সর্বোচ্চ দৈর্ঘ্য

# May be double
may-be-double = দ্বৈত হতে পারে

# May choose
may-choose = ঠিক করতে পারেন

# may have {bytes} bytes at most
may-have-bytes-bytes-at-most-a6226244 = সর্বোচ্চ { $bytes } বাইট হতে পারে

# Mdy
mdy = মাস/দিন/বছর

# Meaning
meaning = অর্থ

# Media type
media-type = মিডিয়ার ধরন

# Member
member = সদস্য

# member
member-2ae5e1c3 = সদস্য

# Member of another company
member-of-another-company = অন্য কোম্পানির সদস্য

# Member site
member-site = সদস্যের শাখা

# Members
members = সদস্যগণ

# Membership ended
membership-ended = সদস্যপদ শেষ

# Memo
memo = বিবরণী নোট

# Mention
mention = উল্লেখ

# Message
message = বার্তা

# Message not failed
message-not-failed = বার্তা ব্যর্থ হয়নি

# Message not known yet
message-not-known-yet = বার্তা এখনো অজানা

# Message not taken
message-not-taken = বার্তা গৃহীত হয়নি

# Message opt outs
message-opt-outs = বার্তা না চাওয়া

# Message replies
message-replies = বার্তার উত্তরসমূহ

# Message reply
message-reply = বার্তার উত্তর

# Messages
messages = বার্তাসমূহ

# Method
method = পদ্ধতি

# Method code
method-code = পদ্ধতির কোড

# “{method}” has been used: whether it is cash stays.
method-has-been-used-whether-it-is-cash-38a096b5 = “{ $method }” ব্যবহৃত হয়েছে: নগদ কি না তা বদলায় না।

# “{method}” is not in use.
method-is-not-in-use-4b86a246 = “{ $method }” ব্যবহৃত হচ্ছে না।

# Method name
method-name = পদ্ধতির নাম

# Method not allowed
method-not-allowed = এই পদ্ধতি অনুমোদিত নয়

# Milliseconds
milliseconds = মিলিসেকেন্ড

# Min
min = সর্বনিম্ন

# Mine
mine = আমার

# Minimum
minimum = সর্বনিম্ন

# Mode
mode = ধরন

# mode, by: documents are always created.
mode-by-documents-are-always-created-84722a2e = mode, by: দলিল সব সময় নতুন তৈরি হয়।

# Module
module = মডিউল

# Monday
monday = সোমবার

# Money
money = টাকা

# money needs the currency it is in
money-needs-the-currency-it-is-in-8a925076 = টাকার জন্য মুদ্রা দিতে হবে

# Month
month = মাস

# Month first
month-first = আগে মাস

# Months
months = মাসসমূহ

# More errors
more-errors = আরও ত্রুটি

# More is allocated than the {amount} there is.
more-is-allocated-than-the-amount-there-28506645 = যে { $amount } আছে তার বেশি বণ্টন করা হয়েছে।

# {more} more fields are wrong.
more-more-fields-are-wrong-e35d22ab = আরও { $more }টি ঘরে ভুল আছে।

# More of {sku} has left than was in stock: receive the missing goods first.
more-of-sku-has-left-than-was-in-stock-2600659c = { $sku } মজুদের চেয়ে বেশি বেরিয়ে গেছে: আগে ঘাটতি পণ্য গ্রহণ করুন।

# More than can come back
more-than-can-come-back = যতটা ফেরত আসতে পারে তার বেশি

# More than is open
more-than-is-open = যতটা বকেয়া তার বেশি

# More than {most} rows of {label} would have to be looked at. Narrow it down.
more-than-most-rows-of-label-would-have-259bcf2e = { $label } এর { $most }টির বেশি সারি দেখতে হতো। পরিসর কমান।

# More than the amount
more-than-the-amount = অঙ্কের চেয়ে বেশি

# More than the total of {total} is paid, and not in cash.
more-than-the-total-of-total-is-paid-and-fb16d08d = মোট { $total } এর বেশি পরিশোধ করা হয়েছে, এবং নগদে নয়।

# More would be settled than is open.
more-would-be-settled-than-is-open-1b613140 = যতটা বকেয়া তার চেয়ে বেশি নিষ্পত্তি হতো।

# Most
most = সর্বাধিক

# Most attempts
most-attempts = সর্বাধিক চেষ্টা

# must be an address such as https://shop.example/hook, without a user or a password
must-be-an-address-such-as-https-shop-3814a8f3 = https://shop.example/hook এর মতো ঠিকানা হতে হবে, ব্যবহারকারী বা পাসওয়ার্ড ছাড়া

# must be small letters, digits and hyphens, begin with a letter, and have at most 63 characters
must-be-small-letters-digits-and-hyphens-5cbcf60f = ছোট হাতের বর্ণ, অঙ্ক ও হাইফেন হতে হবে, বর্ণ দিয়ে শুরু, সর্বোচ্চ 63 অক্ষর

# must be small letters, digits, hyphens and underscores, begin with a letter, and have at most 63 characters
must-be-small-letters-digits-hyphens-and-f0c73d62 = ছোট হাতের বর্ণ, অঙ্ক, হাইফেন ও আন্ডারস্কোর হতে হবে, বর্ণ দিয়ে শুরু, সর্বোচ্চ 63 অক্ষর

# must come to {rest}
must-come-to-rest-7f708f79 = { $rest } হতে হবে

# must have 1 to 255 characters
must-have-1-to-255-characters-9e532812 = 1 থেকে 255 অক্ষর হতে হবে

# must have at least 4 different characters beside blanks
must-have-at-least-4-different-b2ab3910 = ফাঁক ছাড়া অন্তত 4টি আলাদা অক্ষর থাকতে হবে

# must have at least 8 characters and at most 1024
must-have-at-least-8-characters-and-at-22188a4a = অন্তত 8 ও সর্বোচ্চ 1024 অক্ষর হতে হবে

# must lie in the years {first} to {last}
must-lie-in-the-years-first-to-last-d1efdfcf = { $first } থেকে { $last } সালের মধ্যে হতে হবে

# must not be earlier than its beginning
must-not-be-earlier-than-its-beginning-c3496440 = শুরুর আগের হতে পারবে না

# N
n = ক্রম

# বাংলা
n--ca00de4d = বাংলা

# 1 to 30 days
n-1-to-30-days-874148af = 1 থেকে 30 দিন

# 31 to 60 days
n-31-to-60-days-47d0bb9f = 31 থেকে 60 দিন

# 50 × 30 mm (PDF)
n-50-30-mm-pdf-da151c10 = 50 × 30 mm (PDF)

# 587 with STARTTLS, 465 with TLS, as a rule.
n-587-with-starttls-465-with-tls-as-a-rule-c8764a31 = সাধারণত STARTTLS হলে 587, TLS হলে 465।

# 61 to 90 days
n-61-to-90-days-f7c86e5d = 61 থেকে 90 দিন

# 80 mm
n-80-mm-e2f945d1 = 80 mm

# 80mm
n-80mm-6f3dae9f = 80mm

# Name
name = নাম

# Name an IANA time zone, for example Asia/Dhaka.
name-an-iana-time-zone-for-example-asia-cd884fca = একটি IANA সময়-অঞ্চল দিন, যেমন Asia/Dhaka।

# Name another account there, or clear the balance, first.
name-another-account-there-or-clear-the-04bba19f = আগে সেখানে অন্য হিসাব দিন, অথবা জের শূন্য করুন।

# Name another member.
name-another-member-08664bf9 = অন্য একজন সদস্যের নাম দিন।

# Name at least one event. GET /api/v1/webhook-events/ lists them.
name-at-least-one-event-get-api-v1-cce9869d = অন্তত একটি ঘটনার নাম দিন। GET /api/v1/webhook-events/ এ তালিকা আছে।

# Name columns once each, by commas, some of: {known}.
name-columns-once-each-by-commas-some-of-33cc5c16 = কলামগুলোর নাম একবার করে, কমা দিয়ে আলাদা করে দিন; এগুলোর মধ্য থেকে: { $known }।

# {name} does not belong to {unit}.
name-does-not-belong-to-unit-6c7e0b2c = { $name } { $unit } এর অন্তর্ভুক্ত নয়।

# {name} has its times by the program; a company adds none.
name-has-its-times-by-the-program-a-965e1229 = { $name } এর সময় প্রোগ্রাম ঠিক করে; কোম্পানি কোনোটি যোগ করে না।

# {name} is a whole number that is not negative.
name-is-a-whole-number-that-is-not-db4dd794 = { $name } একটি পূর্ণ সংখ্যা যা ঋণাত্মক নয়।

# {name} is exported as csv or jsonl: it may be longer than a sheet.
name-is-exported-as-csv-or-jsonl-it-may-8617cdcf = { $name } csv বা jsonl হিসেবে রপ্তানি হয়: এটি একটি শিটের চেয়ে লম্বা হতে পারে।

# {name} is no address of a Redis: {why}
name-is-no-address-of-a-redis-why-47a2b236 = { $name } কোনো Redis এর ঠিকানা নয়: { $why }

# {name} is not chosen for companies, and not for all of them.
name-is-not-chosen-for-companies-and-not-c3f564b8 = { $name } কোম্পানির জন্য ঠিক করা হয় না, তাই সবার জন্যও নয়।

# {name} is not UTF-8 text.
name-is-not-utf-8-text-0556c64a = { $name } UTF-8 লেখা নয়।

# {name} is only done when something asks for it.
name-is-only-done-when-something-asks-82e3071a = { $name } শুধু কেউ চাইলে করা হয়।

# {name} is “{value}”, but must be {must}.
name-is-value-but-must-be-must-b8997416 = { $name } হলো “{ $value }”, কিন্তু হতে হবে { $must }।

# {name} must begin with postgres:// or sqlite:, or be empty.
name-must-begin-with-postgres-or-sqlite-f65dedaf = { $name } postgres:// বা sqlite: দিয়ে শুরু হবে, অথবা খালি হবে।

# Name the product by exactly one of sku, product and barcode.
name-the-product-by-exactly-one-of-sku-bc24fa45 = পণ্য চেনাতে sku, product ও barcode এর ঠিক একটি দিন।

# {name} was not done: {why}
name-was-not-done-why-6ebd16c2 = { $name } হয়নি: { $why }

# needs one version for each of `ids`
needs-one-version-for-each-of-ids-dce1ab41 = `ids` এর প্রতিটির জন্য একটি সংস্করণ লাগে

# Needs review
needs-review = পর্যালোচনা দরকার

# Nested too deep
nested-too-deep = বেশি গভীর স্তর

# Net
net = নিট

# Newer version in charge
newer-version-in-charge = নতুনতর সংস্করণ দায়িত্বে

# Next at
next-at = পরের সময়

# no
no-62366ffa = না

# No account chosen
no-account-chosen = হিসাব ঠিক করা হয়নি

# No account has been chosen for “{role}” ({meaning}). Choose one in the settings.
no-account-has-been-chosen-for-role-07aedda9 = “{ $role }” ({ $meaning }) এর জন্য কোনো হিসাব ঠিক করা হয়নি। সেটিংসে একটি ঠিক করুন।

# No address
no-address = ঠিকানা নেই

# No column of the file is “{field}”, by which the rows are found. Say with `mapping` which it is, or by which field rows are found with `by`.
no-column-of-the-file-is-field-by-which-fadb522f = ফাইলের কোনো কলাম “{ $field }” নয়, যা দিয়ে সারি খোঁজা হয়। `mapping` দিয়ে বলুন সেটি কোনটি, অথবা `by` দিয়ে বলুন কোন ঘর দিয়ে সারি খোঁজা হবে।

# No column of the file is one of the fields {fields}. Say with `mapping` which is which.
no-column-of-the-file-is-one-of-the-f157443b = ফাইলের কোনো কলাম { $fields } ঘরগুলোর একটি নয়। `mapping` দিয়ে বলুন কোনটি কী।

# No data
no-data = ডেটা নেই

# No free number
no-free-number = খালি নম্বর নেই

# No key for secrets
no-key-for-secrets = গোপন মানের চাবি নেই

# No mail server
no-mail-server = মেইল সার্ভার নেই

# No open credit
no-open-credit = খোলা ক্রেডিট নেই

# No other job of its kind has this key.
no-other-job-of-its-kind-has-this-key-74f60c1f = এই ধরনের আর কোনো কাজের এই চাবি নেই।

# No paper for this
no-paper-for-this = এর জন্য কোনো কাগজ নেই

# No push target
no-push-target = পুশ পাঠানোর লক্ষ্য নেই

# No recipient
no-recipient = প্রাপক নেই

# No result
no-result = ফলাফল নেই

# No sheet of the workbook can be read: {why}.
no-sheet-of-the-workbook-can-be-read-why-3fb029ee = ওয়ার্কবুকের কোনো শিট পড়া যায় না: { $why }।

# No simulator
no-simulator = সিমুলেটর নেই

# No stock in the history
no-stock-in-the-history = ইতিহাসে মজুদ নেই

# No such column
no-such-column = এমন কলাম নেই

# No such part
no-such-part = এমন অংশ নেই

# No thumbnail
no-thumbnail = ছোট ছবি নেই

# No WebSocket
no-websocket-daf1ddb1 = WebSocket নয়

# Nobody has an address of e-mail there. Say to whom it is sent, or note the address.
nobody-has-an-address-of-e-mail-there-e30b64f3 = সেখানে কারও ই-মেইল ঠিকানা নেই। কাকে পাঠানো হবে বলুন, অথবা ঠিকানাটি লিখে রাখুন।

# Nobody knows the message that this reports of; it may have been sent a moment ago.
nobody-knows-the-message-that-this-5761e104 = এই প্রতিবেদন যে বার্তার কথা বলে তা কেউ জানে না; হয়তো এইমাত্র পাঠানো হয়েছে।

# None
none = কোনোটি নয়

# Normal
normal = সাধারণ

# Not a formula
not-a-formula = সূত্র নয়

# Not a member
not-a-member = সদস্য নন

# Not a number
not-a-number = সংখ্যা নয়

# Not a return
not-a-return = ফেরত নয়

# Not a sale
not-a-sale = বিক্রয় নয়

# Not above zero
not-above-zero = শূন্যের বেশি নয়

# Not all keys could be encrypted anew: {why}
not-all-keys-could-be-encrypted-anew-why-034cfd2c = সব চাবি নতুন করে সংকেতবদ্ধ করা যায়নি: { $why }

# Not allowed
not-allowed = অনুমতি নেই

# Not balanced
not-balanced = মেলেনি

# Not before
not-before = এর আগে নয়

# Not by choice
not-by-choice = ইচ্ছাধীন নয়

# Not by e-mail, whatever they have chosen: for what is told of e-mail itself.
not-by-e-mail-whatever-they-have-chosen-78353505 = ই-মেইলে নয়, তাঁরা যা-ই ঠিক করে থাকুন: ই-মেইল নিয়েই যা জানানো হয় তার জন্য।

# Not by hand
not-by-hand = হাতে নয়

# Not delivered
not-delivered = পৌঁছানো হয়নি

# Not due
not-due = এখনো দেয় নয়

# Not enough in stock
not-enough-in-stock = মজুদ যথেষ্ট নয়

# Not found
not-found = পাওয়া যায়নি

# Not in use
not-in-use = ব্যবহৃত হচ্ছে না

# Not kept in stock
not-kept-in-stock = মজুদে রাখা হয় না

# Not loaded
not-loaded = আনা হয়নি

# Not logged in
not-logged-in = লগ-ইন করা নেই

# Not made
not-made = তৈরি হয়নি

# Not one of the choices
not-one-of-the-choices = পছন্দগুলোর একটি নয়

# Not paid
not-paid = পরিশোধ হয়নি

# Not running
not-running = চলছে না

# Not sent to another system
not-sent-to-another-system = অন্য ব্যবস্থায় পাঠানো হয়নি

# Not set up
not-set-up = প্রস্তুত করা হয়নি

# Not the first day of a month
not-the-first-day-of-a-month = মাসের প্রথম দিন নয়

# Not your request
not-your-request = আপনার অনুরোধ নয়

# Not yours to decide
not-yours-to-decide = সিদ্ধান্ত আপনার নয়

# Not yours to delegate
not-yours-to-delegate = দায়িত্ব অর্পণ আপনার নয়

# Note message
note-message = বার্তা লিখে রাখুন

# Note reply
note-reply = উত্তর লিখে রাখুন

# Notes how far the provider says that a message is. The program does so.
notes-how-far-the-provider-says-that-a-369a92c4 = সেবাদাতার কথায় বার্তা কত দূর পৌঁছেছে তা লিখে রাখে। প্রোগ্রাম নিজেই করে।

# Notes that a file could not be made. The program does so.
notes-that-a-file-could-not-be-made-the-f40bec6a = ফাইল তৈরি করা যায়নি, তা লিখে রাখে। প্রোগ্রাম নিজেই করে।

# Notes that a file is there, unless nobody wants it any more. The program does so.
notes-that-a-file-is-there-unless-nobody-f4b2a958 = ফাইল তৈরি আছে, তা লিখে রাখে, যদি এখনো কেউ সেটি চান। প্রোগ্রাম নিজেই করে।

# Notes that a message is about to be given to the provider. The program does so.
notes-that-a-message-is-about-to-be-fc1b2186 = বার্তা সেবাদাতাকে দেওয়া হতে যাচ্ছে, তা লিখে রাখে। প্রোগ্রাম নিজেই করে।

# Notes that a parked event was delivered. The program does so.
notes-that-a-parked-event-was-delivered-f064cede = একটি স্থগিত ঘটনা পৌঁছেছে বলে লিখে রাখে। প্রোগ্রাম এটি করে।

# Notes that somebody wants no messages by a channel.
notes-that-somebody-wants-no-messages-by-2ab9ff66 = কেউ কোনো মাধ্যমে বার্তা চান না, তা লিখে রাখে।

# Notes the file that is imported under an `Idempotency-Key`. The program does so.
notes-the-file-that-is-imported-under-an-e7ad52cc = `Idempotency-Key` দিয়ে আমদানি হওয়া ফাইল লিখে রাখে। প্রোগ্রাম এটি করে।

# Notes what came of an attempt. The program does so.
notes-what-came-of-an-attempt-the-4f4af659 = একটি চেষ্টার ফল কী হলো তা লিখে রাখে। প্রোগ্রাম নিজেই করে।

# Nothing for a receipt printer
nothing-for-a-receipt-printer = রসিদ প্রিন্টারের জন্য নয়

# Nothing is left of {credit} that could pay something.
nothing-is-left-of-credit-that-could-pay-39cd8ec7 = { $credit } এর আর কিছু বাকি নেই যা দিয়ে পরিশোধ করা যায়।

# Nothing is open
nothing-is-open = কিছু বকেয়া নেই

# Nothing is owed
nothing-is-owed = কোনো পাওনা নেই

# Notification
notification = বিজ্ঞপ্তি

# Notification preference
notification-preference = বিজ্ঞপ্তির পছন্দ

# Notification preferences
notification-preferences = বিজ্ঞপ্তির পছন্দসমূহ

# Notification reader
notification-reader = বিজ্ঞপ্তির পাঠক

# Notification rule
notification-rule = বিজ্ঞপ্তির নিয়ম

# Notification rules
notification-rules = বিজ্ঞপ্তির নিয়মসমূহ

# Notification template
notification-template = বিজ্ঞপ্তির ছাঁচ

# Notification templates
notification-templates = বিজ্ঞপ্তির ছাঁচসমূহ

# Notifications
notifications = বিজ্ঞপ্তি

# Notifications by e-mail
notifications-by-e-mail-96d59cc9 = ই-মেইলে বিজ্ঞপ্তি

# Notify member
notify-member = সদস্যকে জানান

# Number
number = নম্বর

# Number block
number-block = নম্বরের খণ্ড

# Number blocks
number-blocks = নম্বরের খণ্ড

# {number} has more than {scale} decimals
number-has-more-than-scale-decimals-66cf67be = { $number } এ { $scale } ঘরের বেশি দশমিক আছে

# {number} is a return itself.
number-is-a-return-itself-6c3d40c2 = { $number } নিজেই একটি ফেরত।

# {number} is a sale; only a return leaves a credit.
number-is-a-sale-only-a-return-leaves-a-c5de4ee6 = { $number } একটি বিক্রয়; শুধু ফেরত থেকে ক্রেডিট থাকে।

# Number of entries
number-of-entries = ভুক্তির সংখ্যা

# Number of our own
number-of-our-own = আমাদের নিজস্ব নম্বর

# Number of the command that told it.
number-of-the-command-that-told-it-abc4e1f0 = যে নির্দেশ এটি জানিয়েছে তার নম্বর।

# Number of the command that told you: later ones have a greater one.
number-of-the-command-that-told-you-8260a71c = যে নির্দেশ আপনাকে জানিয়েছে তার নম্বর: পরেরগুলোর নম্বর বড়।

# Number series
number-series = নম্বর ক্রমিক

# Number taken
number-taken = নম্বরটি নেওয়া

# Number too large
number-too-large = সংখ্যা বেশি বড়

# Number void
number-void = বাতিল নম্বর

# Numbers such as “{number}” are printed on documents of this company; add a letter in front of it.
numbers-such-as-number-are-printed-on-ad0b04d2 = “{ $number }” এর মতো নম্বর এই কোম্পানির দলিলে ছাপা হয়; সামনে একটি বর্ণ যোগ করুন।

# Numbers that a device has, to print them on documents while it is offline.
numbers-that-a-device-has-to-print-them-ec239bb7 = অফলাইনে দলিলে ছাপার জন্য একটি যন্ত্রের হাতে থাকা নম্বর।

# Occurred at
occurred-at = ঘটার সময়

# Of how many parts it is made.
of-how-many-parts-it-is-made-b8803265 = কয়টি অংশে তৈরি।

# Of months the day, 1 to 31; a month that has fewer is meant on its last one. That of `from` where it is left out.
of-months-the-day-1-to-31-a-month-that-bd496a9d = মাসিক হলে দিন, 1 থেকে 31; মাসে তত দিন না থাকলে তার শেষ দিন ধরা হয়। না দিলে `from` এর দিন।

# Of months the last day, in the place of `day`.
of-months-the-last-day-in-the-place-of-203c39ee = মাসিক হলে মাসের শেষ দিন, `day` এর বদলে।

# Of {sku}, {held} are there from {date} on, {asked} are asked for. Date this later, or what brought the goods earlier.
of-sku-held-are-there-from-date-on-asked-22356a6d = { $sku } এর { $held } আছে { $date } থেকে, চাওয়া হয়েছে { $asked }। এর তারিখ পরে দিন, অথবা যা পণ্য এনেছে তার তারিখ আগে দিন।

# Of {sold}, {returned} came back already.
of-sold-returned-came-back-already-29a8fa64 = { $sold } এর মধ্যে { $returned } আগেই ফেরত এসেছে।

# Of the {sold} sold, {left} can still come back.
of-the-sold-sold-left-can-still-come-09175453 = বিক্রি হওয়া { $sold } এর মধ্যে আর { $left } ফেরত আসতে পারে।

# Of weeks the day; that of `from` where it is left out.
of-weeks-the-day-that-of-from-where-it-202f9228 = সাপ্তাহিক হলে দিন; না দিলে `from` এর দিন।

# On
on = চালু

# On account
on-account = বাকি খাতায়

# On hand
on-hand = হাতে আছে

# On SQLite one process has the data, and “sanduk serve” does the jobs: a worker beside it needs PostgreSQL (DATABASE_URL).
on-sqlite-one-process-has-the-data-and-591a8252 = SQLite এ ডেটা একটি প্রসেসের হাতে থাকে, আর “sanduk serve” কাজগুলো করে: পাশে কর্মী চালাতে PostgreSQL (DATABASE_URL) লাগে।

# On what; as the setting `printing.paper` says where it is left out.
on-what-as-the-setting-printing-paper-17733dfe = কোন কাগজে; না দিলে `printing.paper` সেটিং যা বলে।

# On what documents are printed where nobody says.
on-what-documents-are-printed-where-ec7e3c18 = কেউ না বললে দলিল কোন কাগজে ছাপা হয়।

# One user may send {most} {class} in a minute. Wait as many seconds as Retry-After says.
one-user-may-send-most-class-in-a-minute-5a39e882 = একজন ব্যবহারকারী মিনিটে { $most }টি { $class } পাঠাতে পারেন। Retry-After যত সেকেন্ড বলে তত অপেক্ষা করুন।

# Only a choice for the level “site” names one.
only-a-choice-for-the-level-site-names-ab767eed = শুধু “site” স্তরের পছন্দে শাখার নাম থাকে।

# Only a debit and a credit of one party, account, branch and currency settle each other.
only-a-debit-and-a-credit-of-one-party-ab23d281 = শুধু একই পক্ষ, হিসাব, শাখা ও মুদ্রার একটি ডেবিট ও একটি ক্রেডিট পরস্পরকে নিষ্পত্তি করে।

# Only {channel} has this.
only-channel-has-this-6b6a9c16 = শুধু { $channel } এ এটি আছে।

# Only for statements
only-for-statements = শুধু বিবরণীর জন্য

# Only found goods have a cost of their own, and it is not negative.
only-found-goods-have-a-cost-of-their-eed390f4 = শুধু পাওয়া পণ্যের নিজস্ব ব্যয় থাকে, এবং তা ঋণাত্মক নয়।

# Only from this business date on.
only-from-this-business-date-on-4d938f5c = শুধু এই ব্যবসার তারিখ থেকে।

# Only images (JPEG, PNG, WebP, GIF) are shown small: this file is none, or it is broken.
only-images-jpeg-png-webp-gif-are-shown-4353c0fc = শুধু ছবি (JPEG, PNG, WebP, GIF) ছোট করে দেখানো হয়: এই ফাইলটি ছবি নয়, অথবা নষ্ট।

# Only inbox
only-inbox = শুধু ইনবক্স

# Only {left} is open on “{sale}”.
only-left-is-open-on-sale-d7d9cbd9 = “{ $sale }” এ মাত্র { $left } বকেয়া।

# Only members are told in the program and by push.
only-members-are-told-in-the-program-and-acf13d53 = প্রোগ্রামে ও পুশে শুধু সদস্যদের জানানো হয়।

# Only of documents of this kind.
only-of-documents-of-this-kind-15b49289 = শুধু এই ধরনের দলিলের।

# Only of the document with this id.
only-of-the-document-with-this-id-dd5aea15 = শুধু এই আইডির দলিলের।

# Only of this receipt: its id.
only-of-this-receipt-its-id-f43abced = শুধু এই রসিদের: এর আইডি।

# Only of this sale or credit note: its id.
only-of-this-sale-or-credit-note-its-id-9520b2c4 = শুধু এই বিক্রয় বা ক্রেডিট নোটের: এর আইডি।

# Only the books of this branch, by id or code.
only-the-books-of-this-branch-by-id-or-79b21fad = শুধু এই শাখার বই, আইডি বা কোড দিয়ে।

# Only the books of this branch, by id or code: its lines of the entries that have any.
only-the-books-of-this-branch-by-id-or-fd96af91 = শুধু এই শাখার বই, আইডি বা কোড দিয়ে: যেসব দাখিলায় এর লাইন আছে সেগুলোর লাইন।

# Only the product with this barcode.
only-the-product-with-this-barcode-f64c5893 = শুধু এই বারকোডের পণ্য।

# Only the product with this SKU.
only-the-product-with-this-sku-d7e1fd34 = শুধু এই SKU এর পণ্য।

# Only the program itself
only-the-program-itself = শুধু প্রোগ্রাম নিজে

# Only the program itself does this.
only-the-program-itself-does-this-610d35c6 = শুধু প্রোগ্রাম নিজে এটি করে।

# Only the stock of this branch, by id or code.
only-the-stock-of-this-branch-by-id-or-e8f88369 = শুধু এই শাখার মজুদ, আইডি বা কোড দিয়ে।

# Only this product, by id or SKU.
only-this-product-by-id-or-sku-2107d582 = শুধু এই পণ্য, আইডি বা SKU দিয়ে।

# Only this warehouse, by id or code.
only-this-warehouse-by-id-or-code-1f24428c = শুধু এই গুদাম, আইডি বা কোড দিয়ে।

# Only those for this command.
only-those-for-this-command-0f59040c = শুধু এই কমান্ডের জন্য যেগুলো।

# Only those in this state.
only-those-in-this-state-ea47ff54 = শুধু এই অবস্থার যেগুলো।

# Only up to and including this business date.
only-up-to-and-including-this-business-68d4c43b = শুধু এই ব্যবসার তারিখ পর্যন্ত, সেদিনসহ।

# Only views of this list.
only-views-of-this-list-84415644 = শুধু এই তালিকার দৃশ্য।

# Only what has failed or was not delivered is sent again; this message is {state}.
only-what-has-failed-or-was-not-bfab5d36 = যা ব্যর্থ হয়েছে বা পৌঁছায়নি শুধু তা আবার পাঠানো হয়; এই বার্তার অবস্থা { $state }।

# Only what the company has added has a title.
only-what-the-company-has-added-has-a-a9556632 = শুধু কোম্পানি যা যোগ করেছে তার শিরোনাম থাকে।

# Only who asked for the approval may do this.
only-who-asked-for-the-approval-may-do-3a5ccaca = যিনি অনুমোদন চেয়েছেন শুধু তিনিই এটি করতে পারেন।

# Only with a line in the books of this branch, by id or code.
only-with-a-line-in-the-books-of-this-0424ec6d = শুধু যেগুলোর লাইন এই শাখার বইয়ে আছে, আইডি বা কোড দিয়ে।

# Only with a line of this customer or supplier, by id.
only-with-a-line-of-this-customer-or-1f793b4a = শুধু যেগুলোতে এই গ্রাহক বা সরবরাহকারীর লাইন আছে, আইডি দিয়ে।

# Only with a line of this product, by id or SKU.
only-with-a-line-of-this-product-by-id-2ec299ac = শুধু যেগুলোতে এই পণ্যের লাইন আছে, আইডি বা SKU দিয়ে।

# Only with a line on this account, by id or code.
only-with-a-line-on-this-account-by-id-f84f62c6 = শুধু যেগুলোতে এই হিসাবের লাইন আছে, আইডি বা কোড দিয়ে।

# Only with this printed number.
only-with-this-printed-number-18374a40 = শুধু এই ছাপা নম্বরের।

# Only with this text in the memo.
only-with-this-text-in-the-memo-800e1a7a = শুধু যার নোটে এই লেখা আছে।

# Open
open = খোলা

# Open company
open-company = কোম্পানি খুলুন

# Open door
open-door = দ্বার খুলুন

# Open fiscal year
open-fiscal-year = অর্থবছর খুলুন

# Open item
open-item = খোলা দফা

# Open or closed.
open-or-closed-ef89ee3c = খোলা বা বন্ধ।

# Open the drawer
open-the-drawer = ক্যাশ ড্রয়ার খুলুন

# Opening
opening = প্রারম্ভিক

# Opening balance
opening-balance = প্রারম্ভিক জের

# Opening balance, turnover and balance of every account: up to a day, as known now or at an entry. Needs `inventory.value.view` too, since it tells what goods cost.
opening-balance-turnover-and-balance-of-afa502ea = প্রতিটি হিসাবের প্রারম্ভিক জের, লেনদেন ও সমাপনী জের: একটি দিন পর্যন্ত, এখন বা কোনো দাখিলার সময় যেমন জানা। পণ্যের ব্যয় জানায় বলে `inventory.value.view` অনুমতিও লাগে।

# Opening date
opening-date = প্রারম্ভিক তারিখ

# Opening stock has a quantity above zero and a cost not below it.
opening-stock-has-a-quantity-above-zero-d1500f06 = প্রারম্ভিক মজুদের পরিমাণ শূন্যের বেশি এবং ব্যয় শূন্যের কম নয়।

# Opens a closed month again. The time, the user and the reason stay with the period.
opens-a-closed-month-again-the-time-the-ab5cc440 = বন্ধ মাস আবার খোলে। সময়, ব্যবহারকারী ও কারণ মেয়াদের সঙ্গে থাকে।

# Opens a door for another system, at an address that nobody can guess. Its path, and the secret that the program makes for it, are in the answer. A source may have several doors: to give it another address, open a second one, tell the other system, and close the first.
opens-a-door-for-another-system-at-an-89da6fa7 = অন্য ব্যবস্থার জন্য একটি দ্বার খোলে, এমন ঠিকানায় যা কেউ অনুমান করতে পারে না। এর পথ এবং প্রোগ্রাম এর জন্য যে গোপন মান তৈরি করে তা উত্তরে থাকে। একটি উৎসের একাধিক দ্বার থাকতে পারে: নতুন ঠিকানা দিতে আরেকটি দ্বার খুলুন, অন্য ব্যবস্থাকে জানান, তারপর প্রথমটি বন্ধ করুন।

# Opens a fiscal year of twelve months. All years of a company start in the same month. The year that a new company begins with is replaced by one that overlaps it, as long as nothing has been posted. A year that joins no other starts in 1990 at the earliest and next year at the latest. No year is opened before a closed month: its entries would change what was closed. One that was opened by mistake can be deleted.
opens-a-fiscal-year-of-twelve-months-all-be982c01 = বারো মাসের একটি অর্থবছর খোলে। একটি কোম্পানির সব বছর একই মাসে শুরু হয়। নতুন কোম্পানি যে বছর দিয়ে শুরু করে, কিছু দাখিল না হওয়া পর্যন্ত তার ওপর পড়া বছর সেটির জায়গা নেয়। যে বছর অন্য কোনোটির সঙ্গে যুক্ত নয় তা 1990 এর আগে বা আগামী বছরের পরে শুরু হয় না। বন্ধ মাসের আগে কোনো বছর খোলা হয় না: তার দাখিলা বন্ধ হিসাব বদলে দিত। ভুলে খোলা বছর মোছা যায়।

# Opt out
opt-out = বার্তা নিতে অসম্মতি জানান

# opt-out
opt-out-c5266aaf = বার্তা নিতে অসম্মতি

# Opted out
opted-out = বার্তা নিতে অসম্মত

# … or by barcode.
or-by-barcode-cc3804f1 = … বা বারকোড দিয়ে।

# … or by id …
or-by-id-7d93fd66 = … বা আইডি দিয়ে …

# … or the member who may.
or-the-member-who-may-5717cb60 = … অথবা যে সদস্য পারেন।

# Origin
origin = উৎস

# Origin entry
origin-entry = উৎস দাখিলা

# Origin n
origin-n = উৎস ক্রম

# Our number.
our-number-27ffe1dc = আমাদের নম্বর।

# Out of range
out-of-range = সীমার বাইরে

# Out of step
out-of-step = ধারাবাহিকতার বাইরে

# Outcome
outcome = পরিণতি

# Outcome unknown
outcome-unknown = ফল অজানা

# Output not written
output-not-written = ফলাফল লেখা যায়নি

# Outside tax
outside-tax = করের আওতার বাইরে

# Outside the fiscal years
outside-the-fiscal-years = অর্থবছরের বাইরে

# Outside your scope
outside-your-scope = আপনার পরিসরের বাইরে

# Outstanding
outstanding = বকেয়া

# Over 90 days
over-90-days = 90 দিনের বেশি

# Overlap hours
overlap-hours = দুটিই চলার ঘণ্টা

# Overloaded
overloaded = অতিরিক্ত চাপ

# Overpaid
overpaid = অতিরিক্ত পরিশোধ

# Own
own = নিজের

# Own party
own-party = নিজের পক্ষ

# Own sites
own-sites = নিজের শাখা

# Owner
owner = মালিক

# P256dh
p256dh = P256dh চাবি

# Page size
page-size = পাতার আকার

# Paid
paid = পরিশোধিত

# Paper
paper = কাগজ

# paper
paper-2cacaa39 = কাগজ

# Paper too long
paper-too-long = কাগজ বেশি লম্বা

# Parameters
parameters = প্যারামিটার

# Parent
parent = মূল

# Park event
park-event = ঘটনা স্থগিত করুন

# Parked
parked = স্থগিত

# parked event
parked-event-9e31fb78 = স্থগিত ঘটনা

# Parked events
parked-events = স্থগিত ঘটনা

# Parks an event that a subscriber could not take. The program does so.
parks-an-event-that-a-subscriber-could-52ea81aa = কোনো গ্রাহক-অংশ যে ঘটনা নিতে পারেনি তা স্থগিত করে। প্রোগ্রাম এটি করে।

# Parts
parts = অংশ

# Party
party = পক্ষ

# Password
password = পাসওয়ার্ড

# Password not readable
password-not-readable = পাসওয়ার্ড পড়া যায় না

# {path} cannot be read: {why}.
path-cannot-be-read-why-1c6ae690 = { $path } পড়া যায় না: { $why }।

# {path} cannot be read: {why}
path-cannot-be-read-why-e9b7d91e = { $path } পড়া যায় না: { $why }

# {path}: {key} must be a text or a number.
path-key-must-be-a-text-or-a-number-6a5c9ada = { $path }: { $key } লেখা বা সংখ্যা হতে হবে।

# {path}: there is no setting “{key}”. Known: {known}.
path-there-is-no-setting-key-known-known-b37361ef = { $path }: “{ $key }” নামে সেটিং নেই। জানা আছে: { $known }।

# Pattern
pattern = বিন্যাস

# Payable
payable = প্রদেয়

# Payment
payment = পরিশোধ

# Payment days
payment-days = পরিশোধের দিন

# Payment method
payment-method = পরিশোধ পদ্ধতি

# Payment methods
payment-methods = পরিশোধ পদ্ধতি

# Payments
payments = পরিশোধ

# Payments: Amount
payments-amount-b919ba30 = পরিশোধ: টাকা

# Payments: Method
payments-method-b1970615 = পরিশোধ: পদ্ধতি

# Period
period = মেয়াদ

# Period change
period-change = মেয়াদ পরিবর্তন

# Period closed
period-closed = মেয়াদ বন্ধ

# Periods
periods = মেয়াদ

# Permission
permission = অনুমতি

# Permission denied
permission-denied = অনুমতি নেই

# permission of a role
permission-of-a-role-f5a55d5c = ভূমিকার অনুমতি

# permission of this role
permission-of-this-role-bb3435e7 = এই ভূমিকার অনুমতি

# Permissions
permissions = অনুমতি

# Phone
phone = ফোন

# `piece`, `kg`, …
piece-kg-4424eddd = `piece`, `kg`, …

# Place
place = জায়গা

# Plain
plain = সাধারণ

# Point
point = বিন্দু

# Policy
policy = নীতি

# Policy name
policy-name = নীতির নাম

# Pool
pool = ভান্ডার

# Port
port = পোর্ট

# Post journal entry
post-journal-entry = জাবেদা দাখিল করুন

# Post journal entry: every document of the file, one after another.
post-journal-entry-every-document-of-the-70d507e7 = জাবেদা দাখিল: ফাইলের প্রতিটি দলিল, একের পর এক।

# Post receipt
post-receipt = রসিদ দাখিল করুন

# Post receipt: every document of the file, one after another.
post-receipt-every-document-of-the-file-f904c4d0 = রসিদ দাখিল: ফাইলের প্রতিটি দলিল, একের পর এক।

# Post sale
post-sale = বিক্রয় দাখিল করুন

# Post sale: every document of the file, one after another.
post-sale-every-document-of-the-file-one-cb98f7b5 = বিক্রয় দাখিল: ফাইলের প্রতিটি দলিল, একের পর এক।

# Posted at
posted-at = দাখিলের সময়

# Posted by
posted-by = দাখিল করেছেন

# Posting
posting = দাখিলা

# Posting account
posting-account = দাখিলার হিসাব

# Posts a journal entry written by hand.
posts-a-journal-entry-written-by-hand-e819806d = হাতে লেখা একটি জাবেদা দাখিল করে।

# Posts a payment received from a customer and settles open sales with it.
posts-a-payment-received-from-a-customer-1f002909 = গ্রাহকের কাছ থেকে পাওয়া টাকা দাখিল করে এবং তা দিয়ে বকেয়া বিক্রয় নিষ্পত্তি করে।

# Posts a sale of goods and services: paid at once, or on the customer's account.
posts-a-sale-of-goods-and-services-paid-df378e72 = পণ্য ও সেবার একটি বিক্রয় দাখিল করে: সঙ্গে সঙ্গে পরিশোধিত, অথবা গ্রাহকের বাকিতে।

# Posts a sale that has already happened on an offline device: rules that cannot be kept any more are flagged, not refused. What the device knew (ids, prices, taxes, totals as printed) stands; what it does not send is taken from the records of today. In a list of `/commands/` every `sales.sale.post` is such a sale.
posts-a-sale-that-has-already-happened-023d1d7f = অফলাইন যন্ত্রে যে বিক্রয় আগেই হয়ে গেছে তা দাখিল করে: যে নিয়ম আর মানা যায় না তা প্রত্যাখ্যান না করে চিহ্নিত করা হয়। যন্ত্র যা জানত (আইডি, দাম, কর, ছাপা মোট) তা-ই থাকে; যা পাঠায়নি তা আজকের নথি থেকে নেওয়া হয়। `/commands/` এর তালিকায় প্রতিটি `sales.sale.post` এমন বিক্রয়।

# Posts the stock there was before the first imported document, against opening equity.
posts-the-stock-there-was-before-the-dde6bd5b = প্রথম আমদানি করা দলিলের আগে যে মজুদ ছিল তা প্রারম্ভিক মূলধনের বিপরীতে দাখিল করে।

# Preference
preference = পছন্দ

# Prefix
prefix = উপসর্গ

# Preset
preset = পূর্বনির্ধারিত বিন্যাস

# Preview paper
preview-paper = কাগজের খসড়া দেখুন

# Previous period
previous-period = আগের মেয়াদ

# Previous year
previous-year = আগের বছর

# Price
price = দাম

# Prices include tax
prices-include-tax = দামে কর অন্তর্ভুক্ত

# Print copy
print-copy = অনুলিপি ছাপুন

# Print labels
print-labels = লেবেল ছাপুন

# Print report
print-report = প্রতিবেদন ছাপুন

# Printed already
printed-already = আগেই ছাপা হয়েছে

# Printout
printout = ছাপা কপি

# Printouts are kept for a day; this one is gone. Print it again.
printouts-are-kept-for-a-day-this-one-is-3e2a5be9 = ছাপা কপি এক দিন রাখা হয়; এটি আর নেই। আবার ছাপুন।

# Priority
priority = অগ্রাধিকার

# Private key of push
private-key-of-push = পুশের ব্যক্তিগত চাবি

# Problem
problem = সমস্যা

# Problem code
problem-code = সমস্যার কোড

# Processes a message of another system
processes-a-message-of-another-system = অন্য ব্যবস্থার একটি বার্তা প্রক্রিয়া করে

# Product
product = পণ্য

# Product stock card
product-stock-card = পণ্যের মজুদ কার্ড

# Products
products = পণ্য

# Progress
progress = অগ্রগতি

# Proves the books
proves-the-books = বই যাচাই করে

# Provider
provider = সেবাদাতা

# Provider id
provider-id = সেবাদাতার আইডি

# Public key of push
public-key-of-push = পুশের প্রকাশ্য চাবি

# Push
push = পুশ

# Push target
push-target = পুশের গন্তব্য

# Puts back what a change of a setting chose, for whom it was chosen then; the history keeps everything.
puts-back-what-a-change-of-a-setting-207bf969 = একটি সেটিং পরিবর্তন যা ঠিক করেছিল তা, তখন যার জন্য ছিল তার জন্য, ফিরিয়ে আনে; ইতিহাসে সব থাকে।

# QR code of invoices
qr-code-of-invoices-aefc5f14 = চালানের QR কোড

# Quantities in this unit were posted with more than {decimals} decimals. Make another unit for new products.
quantities-in-this-unit-were-posted-with-16e8cbfd = এই এককে { $decimals } ঘরের বেশি দশমিকের পরিমাণ দাখিল হয়েছে। নতুন পণ্যের জন্য আরেকটি একক তৈরি করুন।

# Quantity
quantity = পরিমাণ

# Quantity and value of the products in stock, at each branch, today or at the end of a past day, as known now or at an entry: what the accounts of stock hold. Needs `inventory.value.view` too, since it tells what goods cost.
quantity-and-value-of-the-products-in-36296376 = মজুদ পণ্যের পরিমাণ ও মূল্য, প্রতি শাখায়, আজ বা অতীতের কোনো দিনের শেষে, এখন বা কোনো দাখিলার সময় যেমন জানা: মজুদ হিসাবে যা আছে। পণ্যের ব্যয় জানায় বলে `inventory.value.view` অনুমতিও লাগে।

# {quantity} × {price} is too large: an amount is at most {most}
quantity-price-is-too-large-an-amount-is-cc2f7c80 = { $quantity } × { $price } বেশি বড়: একটি অঙ্ক সর্বোচ্চ { $most }

# Query
query = কোয়েরি

# Queue
queue = সারি

# Queue full
queue-full = সারি পূর্ণ

# Queued
queued = সারিতে অপেক্ষমাণ

# Quiet from
quiet-from = নীরব সময়ের শুরু

# Quiet until
quiet-until = নীরব সময়ের শেষ

# Rate
rate = হার

# Read
read = পঠিত

# Read all notification
read-all-notification = সব বিজ্ঞপ্তি পঠিত করুন

# Read notification
read-notification = বিজ্ঞপ্তি পঠিত করুন

# Read-only
read-only-fab49a4a = শুধু পড়া যায়

# Read takes too long
read-takes-too-long = পড়তে বেশি সময় লাগে

# reads
reads-600eb782 = পাঠ

# Reason
reason = কারণ

# Receipt
receipt = রসিদ

# Receipt printer (ESC/POS)
receipt-printer-esc-pos-adc7cfa8 = রসিদ প্রিন্টার (ESC/POS)

# Receipt printers print invoices, credit notes and receipts only.
receipt-printers-print-invoices-credit-a0cec229 = রসিদ প্রিন্টারে শুধু চালান, ক্রেডিট নোট ও রসিদ ছাপা যায়।

# Receipts
receipts = রসিদ

# Receivable
receivable = প্রাপ্য

# Receivables by age
receivables-by-age = বয়স অনুযায়ী পাওনা

# Receive goods
receive-goods = পণ্য গ্রহণ করুন

# Receive goods: every document of the file, one after another.
receive-goods-every-document-of-the-file-05848e3f = পণ্য গ্রহণ: ফাইলের প্রতিটি দলিল, একের পর এক।

# Received at
received-at = পাওয়ার সময়

# received_from
received-from-766c858b = received_from

# Received not billed
received-not-billed = গৃহীত, বিল আসেনি

# Receives goods into a warehouse at cost: from a supplier, before its bill, or as opening stock.
receives-goods-into-a-warehouse-at-cost-895d1249 = ব্যয়মূল্যে গুদামে পণ্য গ্রহণ করে: সরবরাহকারীর কাছ থেকে, বিল আসার আগে, অথবা প্রারম্ভিক মজুদ হিসেবে।

# Recipient
recipient = প্রাপক

# Recipient field
recipient-field = প্রাপকের ঘর

# Record
record = নথি

# Record change
record-change = পরিবর্তন নথিভুক্ত করুন

# Record document
record-document = দলিল নথিভুক্ত করুন

# Record opening stock
record-opening-stock = প্রারম্ভিক মজুদ নথিভুক্ত করুন

# Records a document of another system with its own number, date and prices. Stock leaves and comes back at the pool's current cost, because the original sale of returned goods is not known.
records-a-document-of-another-system-39bbfc88 = অন্য ব্যবস্থার একটি দলিল তার নিজের নম্বর, তারিখ ও দামসহ নথিভুক্ত করে। মজুদ ভান্ডারের বর্তমান ব্যয়ে বেরোয় ও ফেরে, কারণ ফেরত পণ্যের মূল বিক্রয় জানা নেই।

# Records a document of another system as `sales_import.document.record` does, and makes what it needs first: fiscal years, accounts, products, its customer, opening stock. Its goods are apart from those that were received otherwise.
records-a-document-of-another-system-as-8cc46077 = `sales_import.document.record` এর মতো অন্য ব্যবস্থার একটি দলিল নথিভুক্ত করে, আর আগে যা লাগে তা তৈরি করে: অর্থবছর, হিসাব, পণ্য, গ্রাহক, প্রারম্ভিক মজুদ। এর পণ্য অন্যভাবে গৃহীত পণ্য থেকে আলাদা থাকে।

# Reference
reference = সূত্র

# refers to a row that was deleted
refers-to-a-row-that-was-deleted-7ed7e1a5 = মোছা একটি সারি নির্দেশ করে

# Refund
refund = ফেরত টাকা

# Refund differs
refund-differs = ফেরতের অঙ্ক মেলে না

# Refusal
refusal = প্রত্যাখ্যান

# Refused
refused = প্রত্যাখ্যাত

# Refused by the database
refused-by-the-database = ডেটাবেস প্রত্যাখ্যান করেছে

# Register push target
register-push-target = পুশের গন্তব্য নিবন্ধন করুন

# Registers an app or a browser of yours: what you are told is pushed to it. An app names its token, a browser its subscription.
registers-an-app-or-a-browser-of-yours-5de90348 = আপনার একটি অ্যাপ বা ব্রাউজার নিবন্ধন করে: আপনাকে যা জানানো হয় তা সেখানে পুশ করা হয়। অ্যাপ তার টোকেন দেয়, ব্রাউজার তার সাবস্ক্রিপশন।

# Reject request
reject-request = অনুরোধ প্রত্যাখ্যান করুন

# Rejected
rejected = প্রত্যাখ্যাত

# Rejects a request at the step at which it waits: nothing is carried out.
rejects-a-request-at-the-step-at-which-732c5d1d = অনুরোধ যে ধাপে অপেক্ষায় আছে সেখানে প্রত্যাখ্যান করে: কিছুই কার্যকর হয় না।

# Relation
relation = সম্পর্ক

# Release reserved stock
release-reserved-stock = সংরক্ষিত মজুদ ছাড়ুন

# Releases a reservation.
releases-a-reservation-0d4f1874 = একটি সংরক্ষণ ছেড়ে দেয়।

# Remember mapping
remember-mapping = মিলকরণ মনে রাখুন

# Remembers what the columns of a file are; where that is nothing, what was remembered is forgotten. The program does so when the file is imported.
remembers-what-the-columns-of-a-file-are-5cb0a693 = ফাইলের কোন কলাম কী তা মনে রাখে; কিছু না থাকলে যা মনে রাখা হয়েছিল তা ভুলে যায়। ফাইল আমদানির সময় প্রোগ্রাম এটি করে।

# Remind after
remind-after = কত পরে মনে করানো হবে

# Remind at
remind-at = মনে করানোর সময়

# Remind request
remind-request = অনুরোধ মনে করিয়ে দিন

# Reminders
reminders = তাগিদ

# Reminds of approvals
reminds-of-approvals = অনুমোদনের কথা মনে করিয়ে দেয়

# Remove file
remove-file = ফাইল সরান

# Remove fiscal year
remove-fiscal-year = অর্থবছর সরান

# Remove member
remove-member = সদস্য সরান

# Remove schedule
remove-schedule = সময়সূচি সরান

# Removes a file from its row: your own, or with a permission those of others. One that is the value of a custom field stays.
removes-a-file-from-its-row-your-own-or-3add1128 = সারি থেকে একটি ফাইল সরায়: আপনার নিজেরটি, অথবা অনুমতি থাকলে অন্যেরটিও। নিজস্ব ঘরের মান হলে ফাইলটি থাকে।

# Removes a file of yours; one that is being made is not finished.
removes-a-file-of-yours-one-that-is-790f8e49 = আপনার একটি ফাইল সরায়; যেটি তৈরি হচ্ছে সেটি আর শেষ করা হয় না।

# Removes a time that the company has added, or goes back to the program's.
removes-a-time-that-the-company-has-941e171f = কোম্পানির যোগ করা একটি সময় সরায়, অথবা প্রোগ্রামের নিজের সময়ে ফিরে যায়।

# Renew secret
renew-secret = গোপন মান নবায়ন করুন

# Reopen period
reopen-period = মেয়াদ আবার খুলুন

# Replay delivery
replay-delivery = প্রেরণ আবার করুন

# Replay range delivery
replay-range-delivery = একটি পরিসরের প্রেরণ আবার করুন

# Reply
reply = জবাব

# Report
report = প্রতিবেদন

# Report message
report-message = বার্তার অবস্থা জানান

# Report run
report-run = আমদানির প্রতিবেদন দিন

# Reports
reports = প্রতিবেদন

# Request
request = অনুরোধ

# Request from another site
request-from-another-site = অন্য সাইট থেকে অনুরোধ

# Request took too long
request-took-too-long = অনুরোধে বেশি সময় লেগেছে

# Requests for approval, the newest first: yours, and those in which you have a say; all of them with the permission `approvals.request.view_all`.
requests-for-approval-the-newest-first-f4ca7686 = অনুমোদনের অনুরোধ, নতুনটি আগে: আপনারগুলো এবং যেগুলোতে আপনার মত দেওয়ার আছে; `approvals.request.view_all` অনুমতি থাকলে সবগুলো।

# Required
required = আবশ্যক

# Resend message
resend-message = বার্তা আবার পাঠান

# Reserve stock
reserve-stock = মজুদ সংরক্ষণ করুন

# Reserved
reserved = সংরক্ষিত

# Reserves goods: they stay in the warehouse but are not available to others.
reserves-goods-they-stay-in-the-20c97c55 = পণ্য সংরক্ষণ করে: গুদামেই থাকে, কিন্তু অন্যরা পায় না।

# Reset password
reset-password = পাসওয়ার্ড রিসেট করুন

# Reset setting
reset-setting = সেটিং ফিরিয়ে নিন

# Reset token not known
reset-token-not-known = রিসেট টোকেন অজানা

# Reset token not valid
reset-token-not-valid = রিসেট টোকেন ঠিক নয়

# Resource
resource = সংস্থান

# {rest} is to be refunded, not {sum}: what is still owed on the sale goes down first.
rest-is-to-be-refunded-not-sum-what-is-18f20366 = ফেরত দিতে হবে { $rest }, { $sum } নয়: বিক্রয়ে যা এখনো পাওনা তা আগে কমে।

# Restore setting
restore-setting = সেটিং ফেরান

# Resubmit request
resubmit-request = অনুরোধ আবার জমা দিন

# Result
result = ফলাফল

# Result in equity
result-in-equity = মূলধনে ফলাফল

# Retained
retained = সঞ্চিত মুনাফা

# Retry hook message
retry-hook-message = ওয়েবহুকের বার্তা আবার চেষ্টা করুন

# Retry parked
retry-parked = স্থগিত ঘটনা আবার চেষ্টা করুন

# Retry request
retry-request = অনুরোধ আবার চেষ্টা করুন

# Return
return = ফেরত

# Return sale
return-sale = বিক্রয় ফেরত নিন

# Returned
returned = ফেরত এসেছে

# Reversal
reversal = উল্টো দাখিলা

# Reverse journal entry
reverse-journal-entry = জাবেদা দাখিলা উল্টান

# Reverses
reverses = যা উল্টায়

# Reverses a journal entry written by hand: posts its lines negated. An entry is reversed at most once, and a reversal never: what it took back by mistake is posted anew.
reverses-a-journal-entry-written-by-hand-81e6d3db = হাতে লেখা জাবেদা দাখিলা উল্টায়: লাইনগুলো বিপরীত চিহ্নে দাখিল হয়। একটি দাখিলা সর্বোচ্চ একবার উল্টানো যায়, উল্টো দাখিলা কখনো নয়: ভুলে যা ফেরানো হয়েছে তা নতুন করে দাখিল হয়।

# Revoke permissions
revoke-permissions = অনুমতি ফিরিয়ে নিন

# Role
role = ভূমিকা

# role
role-0fff3219 = ভূমিকা

# Roles
roles = ভূমিকা

# Rotate subscription
rotate-subscription = সাবস্ক্রিপশনের গোপন মান বদলান

# Row
row = সারি

# Row count
row-count = সারির সংখ্যা

# Row id
row-id = সারির আইডি

# Rows are created and changed.
rows-are-created-and-changed-b402bb4f = সারি তৈরি ও পরিবর্তন হয়।

# Rows have values already, which would no longer mean what they do. Make a new field, or empty the values first.
rows-have-values-already-which-would-no-a9b89f72 = সারিতে আগেই মান আছে, যার অর্থ আর একই থাকত না। নতুন ঘর তৈরি করুন, অথবা আগে মানগুলো খালি করুন।

# Rows or documents that are done with.
rows-or-documents-that-are-done-with-becf6ca0 = যে সারি বা দলিলের কাজ শেষ।

# Rows or documents that are done with: first those that were tried.
rows-or-documents-that-are-done-with-f7f7f671 = যে সারি বা দলিলের কাজ শেষ: আগে যেগুলো পরখ করা হয়েছে।

# Rows or documents that are refused.
rows-or-documents-that-are-refused-8ed43ca8 = যে সারি বা দলিল প্রত্যাখ্যাত।

# Rows or documents that there were to do in all.
rows-or-documents-that-there-were-to-do-44ecac83 = মোট যত সারি বা দলিল করার ছিল।

# Rows or documents that were created.
rows-or-documents-that-were-created-25da1cb1 = যে সারি বা দলিল তৈরি হয়েছে।

# Rows or documents that were created, or would be.
rows-or-documents-that-were-created-or-b222e874 = যে সারি বা দলিল তৈরি হয়েছে, বা হতো।

# Rows or documents to do in all.
rows-or-documents-to-do-in-all-317c209f = মোট যত সারি বা দলিল করতে হবে।

# Rows or documents to do in all; first to try each, then to carry it out.
rows-or-documents-to-do-in-all-first-to-363b604b = মোট যত সারি বা দলিল করতে হবে; আগে প্রতিটি পরখ, পরে সম্পাদন।

# Rows refused
rows-refused = সারি প্রত্যাখ্যাত

# {rows} rows of {documents} documents were not taken. Correct them and run the import again: what is in the books stays as it is.
rows-rows-of-documents-documents-were-150c11be = { $documents }টি দলিলের { $rows }টি সারি নেওয়া হয়নি। ঠিক করে আবার আমদানি চালান: বইয়ে যা আছে তা থাকে।

# Rows still have {words}. Keep these words, or give the rows another value first.
rows-still-have-words-keep-these-words-88322d2c = সারিতে এখনো { $words } আছে। শব্দগুলো রাখুন, অথবা আগে সারিগুলোতে অন্য মান দিন।

# Rows that were changed.
rows-that-were-changed-1aafb07c = যে সারিগুলো বদলেছে।

# Rows that were changed, or would be.
rows-that-were-changed-or-would-be-932b53ab = যে সারি বদলেছে, বা বদলাত।

# Rule
rule = নিয়ম

# {rule} names no time: {why}
rule-names-no-time-why-8564b46f = { $rule } কোনো সময় বোঝায় না: { $why }

# Run
run = আমদানি চালনা

# Run job
run-job = কাজ চালান

# Run kind
run-kind = ধরন চালান

# Running
running = চলছে

# Sale
sale = বিক্রয়

# Sale line
sale-line = বিক্রয়ের লাইন

# Sale or return.
sale-or-return-d52f5b03 = বিক্রয় বা ফেরত।

# Sale payment
sale-payment = বিক্রয়ের পরিশোধ

# Sales
sales = বিক্রয়

# Sales history
sales-history = বিক্রয়ের ইতিহাস

# Sales that refer to this
sales-that-refer-to-this = এর সঙ্গে যুক্ত বিক্রয়

# Same warehouse
same-warehouse = একই গুদাম

# Saturday
saturday = শনিবার

# Save the workbook as CSV: workbooks are not read here.
save-the-workbook-as-csv-workbooks-are-90c8cca7 = ওয়ার্কবুকটি CSV হিসেবে সংরক্ষণ করুন: এখানে ওয়ার্কবুক পড়া হয় না।

# Saves a view of a list.
saves-a-view-of-a-list-bea6c37d = তালিকার একটি দৃশ্য সংরক্ষণ করে।

# Say one of `date` and `bikram_sambat`.
say-one-of-date-and-bikram-sambat-e2339451 = `date` ও `bikram_sambat` এর একটি দিন।

# say one of `set`, `delete: true` and `restore: true`
say-one-of-set-delete-true-and-restore-4d21de43 = `set`, `delete: true` ও `restore: true` এর একটি দিন

# Say to whom the test is sent.
say-to-whom-the-test-is-sent-8bfc9967 = পরীক্ষাটি কাকে পাঠানো হবে বলুন।

# Say what is to be changed: is_on, when or title.
say-what-is-to-be-changed-is-on-when-or-c5fd8151 = কী বদলাতে হবে বলুন: is_on, when বা title।

# Say when by cron alone, or by unit and at.
say-when-by-cron-alone-or-by-unit-and-at-5b44a3f4 = কখন তা বলুন: শুধু cron দিয়ে, অথবা unit ও at দিয়ে।

# Say why it comes back.
say-why-it-comes-back-2b442c99 = কেন ফেরত আসছে তা বলুন।

# Say why the stock is corrected.
say-why-the-stock-is-corrected-791f3448 = মজুদ কেন সংশোধন হচ্ছে তা বলুন।

# Says why a request that was approved could not be carried out. The program does so.
says-why-a-request-that-was-approved-4f072107 = অনুমোদিত অনুরোধ কেন কার্যকর করা যায়নি তা জানায়। প্রোগ্রাম নিজে এটি করে।

# Schedule
schedule = সময়সূচি

# schedule
schedule-aa26cfcc = সময়সূচি

# Scope
scope = পরিসর

# Scope not supported
scope-not-supported = পরিসর সমর্থিত নয়

# Search word
search-word = অনুসন্ধানের শব্দ

# Searched
searched = অনুসন্ধান হয়

# Secret before until
secret-before-until = আগের গোপন মানের মেয়াদ

# Secret not encrypted
secret-not-encrypted = গোপন মান সংকেতবদ্ধ নয়

# Secret not readable
secret-not-readable = গোপন মান পড়া যায় না

# Secret of the gateway
secret-of-the-gateway = গেটওয়ের গোপন মান

# Secrets
secrets = গোপন মান

# Secrets changed
secrets-changed = গোপন মান বদলেছে

# Selling
selling = বিক্রয়

# Selling price
selling-price = বিক্রয়মূল্য

# Send Authorization: Bearer <access token>, or log in with a browser.
send-authorization-bearer-access-token-ea1456f5 = Authorization: Bearer <প্রবেশ-টোকেন> পাঠান, অথবা ব্রাউজারে লগ-ইন করুন।

# Send back request
send-back-request = অনুরোধ ফেরত পাঠান

# Send by e-mail
send-by-e-mail-487cc509 = ই-মেইলে পাঠান

# Send the body as Content-Type: application/json, in UTF-8.
send-the-body-as-content-type-560924ee = অনুরোধ Content-Type: application/json হিসেবে, UTF-8 এ পাঠান।

# Send the file as Content-Type: text/csv, or as the one of XLSX. Save other spreadsheets as CSV.
send-the-file-as-content-type-text-csv-35e45e76 = ফাইল Content-Type: text/csv অথবা XLSX এর ধরন হিসেবে পাঠান। অন্য স্প্রেডশিট CSV হিসেবে সংরক্ষণ করুন।

# Send waiting
send-waiting = অপেক্ষমাণগুলো পাঠান

# Sender
sender = প্রেরক

# Sending
sending = পাঠানো হচ্ছে

# Sends a message
sends-a-message = একটি বার্তা পাঠায়

# Sends a message once more that has failed or was not delivered.
sends-a-message-once-more-that-has-3eff9285 = যে বার্তা ব্যর্থ হয়েছে বা পৌঁছায়নি তা আরেকবার পাঠায়।

# Sends a message once more, under the same `webhook-id`, or now where it waits for its next time.
sends-a-message-once-more-under-the-same-a7904902 = একই `webhook-id` দিয়ে একটি বার্তা আরেকবার পাঠায়, অথবা পরের সময়ের অপেক্ষায় থাকলে এখনই পাঠায়।

# Sends a message to a webhook subscription, to try it, also where it is switched off. What became of it is told by `/webhook-deliveries/`.
sends-a-message-to-a-webhook-f00524eb = পরখ করতে ওয়েবহুক সাবস্ক্রিপশনে একটি বার্তা পাঠায়, বন্ধ থাকলেও। এর কী হলো তা `/webhook-deliveries/` জানায়।

# Sends a notification by e-mail
sends-a-notification-by-e-mail-cbb52f8c = ই-মেইলে একটি বিজ্ঞপ্তি পাঠায়

# Sends a paper that was made by e-mail, with the file: to the address of the customer or supplier whom it is for, or to another one. What becomes of it is told by the message that it answers.
sends-a-paper-that-was-made-by-e-mail-7c0eebf3 = তৈরি করা কাগজ ফাইলসহ ই-মেইলে পাঠায়: যাঁর জন্য কাগজ সেই গ্রাহক বা সরবরাহকারীর ঠিকানায়, অথবা অন্য ঠিকানায়। এর কী হলো তা উত্তরে দেওয়া বার্তা থেকে জানা যায়।

# Sends a request back to the user who asked, who may send it again from its first step on, or withdraw it.
sends-a-request-back-to-the-user-who-5cf8fb2f = যে ব্যবহারকারী অনুরোধ করেছেন তাঁর কাছে তা ফেরত পাঠায়; তিনি প্রথম ধাপ থেকে আবার পাঠাতে পারেন, অথবা তুলে নিতে পারেন।

# Sends a request of yours again that came back, as it is: it begins at its first step.
sends-a-request-of-yours-again-that-came-b57f73be = আপনার যে অনুরোধ ফেরত এসেছে তা যেমন আছে তেমনই আবার পাঠায়: এটি প্রথম ধাপ থেকে শুরু হয়।

# Sends a test by a channel. What became of it is told by the messages that it answers.
sends-a-test-by-a-channel-what-became-of-4ead44a5 = একটি মাধ্যমে পরীক্ষামূলক বার্তা পাঠায়। এর কী হলো তা উত্তরে দেওয়া বার্তাগুলো জানায়।

# Sends a test e-mail
sends-a-test-e-mail-2bed64f2 = পরীক্ষামূলক ই-মেইল পাঠায়

# Sends an e-mail
sends-an-e-mail-668159ac = একটি ই-মেইল পাঠায়

# Sends the messages of a subscription once more that were given up, for example while the other system was away: up to 1,000, the oldest first.
sends-the-messages-of-a-subscription-c6aaa5f4 = সাবস্ক্রিপশনের যে বার্তাগুলো পাঠানোর চেষ্টা ছেড়ে দেওয়া হয়েছিল, যেমন অন্য ব্যবস্থা বন্ধ থাকায়, সেগুলো আরেকবার পাঠায়: সর্বোচ্চ 1,000টি, পুরোনোটি আগে।

# Sends what has waited long enough, at most 200 of it. The program does so.
sends-what-has-waited-long-enough-at-9338435e = যা যথেষ্ট সময় অপেক্ষা করেছে তা পাঠায়, একবারে সর্বোচ্চ 200টি। প্রোগ্রাম নিজে এটি করে।

# Sends what waited for the end of quiet hours, and digests
sends-what-waited-for-the-end-of-quiet-24b30f7d = নীরব সময় শেষ হওয়ার অপেক্ষায় যা ছিল তা এবং সারসংক্ষেপ পাঠায়

# Sends you an e-mail, to try the server that the company has chosen. What became of it is told by `job`.
sends-you-an-e-mail-to-try-the-server-0c1f341c = কোম্পানির ঠিক করা সার্ভার পরখ করতে আপনাকে একটি ই-মেইল পাঠায়। এর কী হলো তা `job` জানায়।

# Sent
sent = পাঠানো হয়েছে

# Sent at
sent-at = পাঠানোর সময়

# Sent back
sent-back = ফেরত পাঠানো

# Seq
seq = ক্রম

# Series
series = ক্রমিক

# Server not reachable
server-not-reachable = সার্ভারে পৌঁছানো যায় না

# Server stopping
server-stopping = সার্ভার বন্ধ হচ্ছে

# Service
service = সেবা

# Session ended
session-ended = সেশন শেষ

# Setting
setting = সেটিং

# setting
setting-557a9dab = সেটিং

# Settings
settings = সেটিংস

# Settle event
settle-event = ঘটনা নিষ্পত্তি করুন

# Settlement
settlement = নিষ্পত্তি

# settlement
settlement-8d5b354a = নিষ্পত্তি

# Settlements
settlements = নিষ্পত্তি

# Settles open sales of a customer with the credit of a return.
settles-open-sales-of-a-customer-with-2cb8e923 = ফেরতের ক্রেডিট দিয়ে গ্রাহকের বকেয়া বিক্রয় নিষ্পত্তি করে।

# Settles open sales of a customer with the remainder of a receipt.
settles-open-sales-of-a-customer-with-5ab170d5 = রসিদের অবশিষ্ট দিয়ে গ্রাহকের বকেয়া বিক্রয় নিষ্পত্তি করে।

# Several choices
several-choices = একাধিক পছন্দ

# Sha256
sha256 = SHA-256 হ্যাশ

# Shared
shared = সবার জন্য

# Sheet
sheet = শিট

# Signature of another time
signature-of-another-time = অন্য সময়ের স্বাক্ষর

# since is the number of a command, 0 or more.
since-is-the-number-of-a-command-0-or-90066050 = since একটি নির্দেশের নম্বর, 0 বা বেশি।

# Site
site = শাখা

# Site code
site-code = শাখার কোড

# Site field
site-field = শাখার ঘর

# Site name
site-name = শাখার নাম

# Sites
sites = শাখা

# Size
size = সংখ্যা

# size is 64, 256 or 1024.
size-is-64-256-or-1024-a43f4a83 = size হলো 64, 256 বা 1024।

# Skip
skip = বাদ দিন

# Sku
sku = SKU কোড

# SKU
sku-1c05b93a = এসকেইউ

# {sku} is a service; it is not kept in stock.
sku-is-a-service-it-is-not-kept-in-stock-68286912 = { $sku } একটি সেবা; মজুদে রাখা হয় না।

# {sku} is counted in “{unit}”: at most 1 decimal.
sku-is-counted-in-unit-at-most-1-decimal-da17ab70 = { $sku } “{ $unit }” এ গোনা হয়: সর্বোচ্চ 1 দশমিক ঘর।

# {sku} is counted in “{unit}”: at most {most} decimals.
sku-is-counted-in-unit-at-most-most-19925c8d = { $sku } “{ $unit }” এ গোনা হয়: সর্বোচ্চ { $most } দশমিক ঘর।

# {sku} is counted in “{unit}”: whole numbers only.
sku-is-counted-in-unit-whole-numbers-f2f3bf7f = { $sku } “{ $unit }” এ গোনা হয়: শুধু পূর্ণ সংখ্যা।

# {sku} is not in use.
sku-is-not-in-use-dea07e41 = { $sku } ব্যবহৃত হচ্ছে না।

# “{slug}” is usual for hosts of other purposes, whose requests the company would take. Choose another name.
slug-is-usual-for-hosts-of-other-74418d48 = “{ $slug }” সাধারণত অন্য কাজের হোস্টে ব্যবহৃত হয়, যার অনুরোধ কোম্পানি নিয়ে নিত। আরেকটি নাম বাছুন।

# Sms
sms = SMS বার্তা

# SMS
sms-5e152baa = SMS

# SMS gateway
sms-gateway-f660ecb0 = SMS গেটওয়ে

# SMS provider
sms-provider-bff69ffb = SMS সেবাদাতা

# SMS sender
sms-sender-44fa3b33 = SMS প্রেরক

# Some fields are wrong.
some-fields-are-wrong-2ae296f9 = কিছু ঘরে ভুল আছে।

# Somebody who wants no messages.
somebody-who-wants-no-messages-bb979edb = এমন কেউ যিনি কোনো বার্তা চান না।

# Something else has locked the data that this needs. Try again in a moment.
something-else-has-locked-the-data-that-7cb1e602 = অন্য কিছু এই কাজের ডেটা আটকে রেখেছে। একটু পরে আবার চেষ্টা করুন।

# Something that is sold or bought.
something-that-is-sold-or-bought-50c84814 = যা বিক্রি বা কেনা হয়।

# Something went wrong on our side. The log knows it by the request id.
something-went-wrong-on-our-side-the-log-1f358e1e = আমাদের দিকে কিছু ভুল হয়েছে। অনুরোধের আইডি দিয়ে লগে তা পাওয়া যাবে।

# Source
source = সূত্র

# Standard output: {why}.
standard-output-why-176a5c45 = প্রমিত আউটপুট: { $why }।

# Start run
start-run = আমদানি চালু করুন

# Started at
started-at = শুরুর সময়

# Starts on
starts-on = শুরু হয়

# Starttls
starttls = STARTTLS সংযোগ

# State
state = অবস্থা

# Statement
statement = বিবরণী

# Statement of account
statement-of-account = হিসাব বিবরণী

# Status
status = অবস্থা

# stays as it is
stays-as-it-is-e157a528 = যেমন আছে তেমন থাকে

# stays as it is: make a new field instead
stays-as-it-is-make-a-new-field-instead-2e13c32b = যেমন আছে তেমন থাকে: বরং নতুন ঘর তৈরি করুন

# Step
step = ধাপ

# Steps
steps = ধাপ

# Still in use
still-in-use = এখনো ব্যবহৃত

# Stock
stock = মজুদ

# Stock accounts are kept by the program.
stock-accounts-are-kept-by-the-program-0bff8eeb = মজুদ হিসাব প্রোগ্রাম নিজে রাখে।

# Stock adjust
stock-adjust = মজুদ সমন্বয়

# Stock below zero
stock-below-zero = মজুদ শূন্যের নিচে

# Stock card
stock-card = মজুদ কার্ড

# Stock flag
stock-flag = মজুদ চিহ্ন

# Stock per product and warehouse.
stock-per-product-and-warehouse-c83cb90b = পণ্য ও গুদাম অনুযায়ী মজুদ।

# Stock receive
stock-receive = মজুদ গ্রহণ

# Stock transfer
stock-transfer = মজুদ স্থানান্তর

# Stock valuation
stock-valuation = মজুদ মূল্যায়ন

# Stop
stop = থামুন

# Stopped
stopped = থামানো

# Subject
subject = বিষয়

# Submit offline
submit-offline = অফলাইন নির্দেশ পাঠান

# Subscriber
subscriber = গ্রাহক-অংশ

# Subscription
subscription = সাবস্ক্রিপশন

# Subtotal
subtotal = উপমোট

# Sum of the lines' tax.
sum-of-the-lines-tax-7cb40e4b = লাইনগুলোর করের যোগফল।

# Sum of the lines without tax.
sum-of-the-lines-without-tax-be3134fa = কর ছাড়া লাইনগুলোর যোগফল।

# Sunday
sunday = রবিবার

# Supplier
supplier = সরবরাহকারী

# Suppliers
suppliers = সরবরাহকারী

# Switch off subscription
switch-off-subscription = সাবস্ক্রিপশন বন্ধ করুন

# Switched off
switched-off = বন্ধ করা আছে

# Switches a webhook subscription off whose messages are not taken. The program does so.
switches-a-webhook-subscription-off-4c7359ad = যে ওয়েবহুক সাবস্ক্রিপশনের বার্তা গৃহীত হয় না তা বন্ধ করে। প্রোগ্রাম এটি করে।

# Take hook message
take-hook-message = ওয়েবহুকের বার্তা গ্রহণ করুন

# Take numbers back
take-numbers-back = নম্বর ফিরিয়ে নিন

# Taken
taken = গৃহীত

# Takes back a fiscal year that was opened by mistake: nothing has been posted in it, none of its months was closed, it does not hold today, and it does not lie between two others. Its history stays.
takes-back-a-fiscal-year-that-was-opened-c3c5bf75 = ভুলে খোলা অর্থবছর ফিরিয়ে নেয়: এতে কিছু দাখিল হয়নি, কোনো মাস বন্ধ হয়নি, আজকের দিন এতে নেই, এবং এটি অন্য দুটির মাঝে নয়। এর ইতিহাস থাকে।

# Takes back goods of a sale at the cost they left at. The amount first settles the open debt of the sale.
takes-back-goods-of-a-sale-at-the-cost-4493f522 = বিক্রয়ের পণ্য যে ব্যয়ে বেরিয়েছিল সেই ব্যয়ে ফেরত নেয়। টাকায় আগে বিক্রয়ের বকেয়া মেটে।

# Takes back that somebody wants no messages.
takes-back-that-somebody-wants-no-9c50fc03 = কেউ বার্তা চান না বলে রাখা নির্দেশ ফিরিয়ে নেয়।

# Takes permissions from a role, each named as the role has it.
takes-permissions-from-a-role-each-named-8a2d051a = একটি ভূমিকা থেকে অনুমতি ফিরিয়ে নেয়, প্রতিটি ভূমিকায় যেমন আছে তেমন নামে।

# Takes the choice of a setting back: what is chosen less specially counts again, at last the default.
takes-the-choice-of-a-setting-back-what-2513e86a = একটি সেটিংয়ের পছন্দ ফিরিয়ে নেয়: কম নির্দিষ্ট পছন্দটি আবার খাটে, শেষে পূর্বনির্ধারিত মান।

# Takes the numbers back that no document came with: nothing has them any more. A document that comes with one later gets another number. Where the series is gapless, they are listed with the reason, so that no gap is unexplained.
takes-the-numbers-back-that-no-document-b7cd6f20 = যে নম্বর নিয়ে কোনো দলিল আসেনি তা ফিরিয়ে নেয়: আর কারও কাছে থাকে না। পরে এমন নম্বর নিয়ে দলিল এলে অন্য নম্বর পায়। ফাঁকহীন ক্রমিকে কারণসহ তালিকা থাকে, যাতে কোনো ফাঁক ব্যাখ্যাহীন না থাকে।

# Takes the value for all companies over into this one, below what the company chooses; only the program itself may.
takes-the-value-for-all-companies-over-c7dce763 = সব কোম্পানির জন্য ঠিক করা মান এই কোম্পানিতে নেয়, কোম্পানির নিজের পছন্দের নিচে; শুধু প্রোগ্রাম নিজে পারে।

# Target
target = লক্ষ্য

# Tax
tax = কর

# Tax categories
tax-categories = কর শ্রেণি

# Tax category
tax-category = কর শ্রেণি

# Tax code
tax-code = কর কোড

# Tax id
tax-id = কর নম্বর

# Tax input
tax-input = ক্রয়ের কর

# Tax line
tax-line = করের লাইন

# Tax name
tax-name = করের নাম

# Tax output
tax-output = বিক্রয়ের কর

# Tax rate
tax-rate = করের হার

# Tax total
tax-total = মোট কর

# Taxed
taxed = করযোগ্য

# Tells another system of an event
tells-another-system-of-an-event = অন্য ব্যবস্থাকে একটি ঘটনা জানায়

# Tells how far an import is. The program does so.
tells-how-far-an-import-is-the-program-0889ddea = আমদানি কতদূর তা জানায়। প্রোগ্রাম এটি করে।

# Tells members something. Who is no active member any more is not told. The program does so.
tells-members-something-who-is-no-active-9d56e058 = সদস্যদের কিছু জানায়। যিনি আর সক্রিয় সদস্য নন তাঁকে জানানো হয় না। প্রোগ্রাম এটি করে।

# Tells that a job was given up. The program does so.
tells-that-a-job-was-given-up-the-e363fb3f = একটি কাজ ছেড়ে দেওয়া হয়েছে বলে জানায়। প্রোগ্রাম এটি করে।

# Tells the modules above what another system has told at the door `standard`. The program does so.
tells-the-modules-above-what-another-0092cede = অন্য ব্যবস্থা `standard` প্রবেশপথে যা জানিয়েছে তা উপরের মডিউলগুলোকে জানায়। প্রোগ্রাম এটি করে।

# Tells those who have to decide that a request waits longer than its policy says. The program does so.
tells-those-who-have-to-decide-that-a-2258e502 = যাদের সিদ্ধান্ত দিতে হবে তাদের জানায় যে একটি অনুরোধ নীতিতে দেওয়া সময়ের চেয়ে বেশি অপেক্ষা করছে। প্রোগ্রাম এটি করে।

# Tells whoever is to hear of an event, as the rules of the company say. The program does so.
tells-whoever-is-to-hear-of-an-event-as-b8ab9ea6 = কোম্পানির নিয়ম অনুযায়ী যাদের ঘটনাটি জানার কথা তাদের জানায়। প্রোগ্রাম এটি করে।

# Tells whom the rules of the company name
tells-whom-the-rules-of-the-company-name = কোম্পানির নিয়মে যাদের নাম আছে তাদের জানায়

# Template
template = টেমপ্লেট

# Template of WhatsApp
template-of-whatsapp-e4e778e2 = WhatsApp এর টেমপ্লেট

# Terms
terms = শর্ত

# Test channel
test-channel = চ্যানেল পরীক্ষা করুন

# Test server
test-server = সার্ভার পরীক্ষা করুন

# Test subscription
test-subscription = সাবস্ক্রিপশন পরীক্ষা করুন

# Text
text = লেখা

# “{text}” comes back in line {line} below rows of another document: put the rows of each document together.
text-comes-back-in-line-line-below-rows-49e9ab9d = “{ $text }” লাইন { $line } এ অন্য দলিলের সারির নিচে আবার এসেছে: প্রতিটি দলিলের সারি একসঙ্গে রাখুন।

# {text} is no time of the day, such as 09:30.
text-is-no-time-of-the-day-such-as-09-30-bc93cfd1 = { $text } দিনের কোনো সময় নয়, যেমন 09:30।

# {text} is not a currency
text-is-not-a-currency-efcfccfd = { $text } কোনো মুদ্রা নয়

# {text} is not a decimal number
text-is-not-a-decimal-number-6fbebe4e = { $text } কোনো দশমিক সংখ্যা নয়

# That problem in words.
that-problem-in-words-37f88d2f = সেই সমস্যা, কথায়।

# The access token has expired. Refresh it.
the-access-token-has-expired-refresh-it-fa53cfce = প্রবেশ-টোকেনের মেয়াদ শেষ। নবায়ন করুন।

# The access token is not valid. Log in.
the-access-token-is-not-valid-log-in-842e80c9 = প্রবেশ-টোকেন ঠিক নয়। লগ-ইন করুন।

# The account: AC…
the-account-ac-6784d6c7 = অ্যাকাউন্ট: AC…

# The account, by id or code.
the-account-by-id-or-code-3cb10cd1 = হিসাব, আইডি বা কোড দিয়ে।

# The account: id or code.
the-account-id-or-code-c85656e4 = হিসাব: আইডি বা কোড।

# The address that messages come from: shop@example.com or Shop <shop@example.com>.
the-address-that-messages-come-from-shop-1887a9c2 = যে ঠিকানা থেকে বার্তা যায়: shop@example.com বা Shop <shop@example.com>।

# The amount.
the-amount-0de9ca02 = টাকার অঙ্ক।

# The amount, in the company's currency.
the-amount-in-the-company-s-currency-57c670f2 = অঙ্ক, কোম্পানির মুদ্রায়।

# The amount in the company's currency if it is a debit, or zero. What goods cost is shown only with `inventory.value.view`.
the-amount-in-the-company-s-currency-if-747fa1f4 = ডেবিট হলে কোম্পানির মুদ্রায় অঙ্ক, নইলে শূন্য। পণ্যের ব্যয় শুধু `inventory.value.view` থাকলে দেখা যায়।

# The amount in the company's currency if it is a credit, or zero. What goods cost is shown only with `inventory.value.view`.
the-amount-in-the-company-s-currency-if-7b99fa37 = ক্রেডিট হলে কোম্পানির মুদ্রায় অঙ্ক, নইলে শূন্য। পণ্যের ব্যয় শুধু `inventory.value.view` থাকলে দেখা যায়।

# The amount, in the currency of the company, from which on they are asked; below it they are skipped.
the-amount-in-the-currency-of-the-23fc1299 = কোম্পানির মুদ্রায় যে অঙ্ক থেকে তাদের কাছে অনুমোদন চাওয়া হয়; এর কম হলে তাদের বাদ দেওয়া হয়।

# The amount in the currency of the document; debits are positive. Shown where `debit` is.
the-amount-in-the-currency-of-the-5f9371f3 = দলিলের মুদ্রায় অঙ্ক; ডেবিট ধনাত্মক। যেখানে `debit` দেখা যায় সেখানে দেখা যায়।

# The amount, in the currency of the document.
the-amount-in-the-currency-of-the-c09d4ba6 = অঙ্ক, দলিলের মুদ্রায়।

# The amount paid, before change; on a return, the refund.
the-amount-paid-before-change-on-a-5b4d7bff = ভাংতি ফেরতের আগে পরিশোধিত টাকা; ফেরতে ফেরত দেওয়া টাকা।

# The amount posted to the customer's receivables. What has been paid since stands in `outstanding` of the document.
the-amount-posted-to-the-customer-s-bec90b11 = গ্রাহকের পাওনা হিসেবে লেখা অঙ্ক। পরে কত শোধ হয়েছে তা দলিলের `outstanding` ঘরে থাকে।

# The amount received.
the-amount-received-4bdeb407 = গৃহীত টাকা।

# The amount that is still open; of a return, its unallocated credit, which is negative.
the-amount-that-is-still-open-of-a-eaa99e0f = যা এখনো বকেয়া; ফেরতের ক্ষেত্রে অবণ্টিত ক্রেডিট, যা ঋণাত্মক।

# The amount that pays the sale.
the-amount-that-pays-the-sale-e187574c = যে টাকা বিক্রয় পরিশোধ করে।

# The amount with tax.
the-amount-with-tax-0b90bff9 = করসহ অঙ্ক।

# The amount with tax, as the device printed it.
the-amount-with-tax-as-the-device-4c76a5b7 = করসহ অঙ্ক, যন্ত্র যেমন ছেপেছে।

# The amount without tax.
the-amount-without-tax-6936c645 = কর ছাড়া অঙ্ক।

# The balance of account {code} tells what goods cost, for which you need inventory.value.view.
the-balance-of-account-code-tells-what-dfe66163 = হিসাব { $code } এর জের থেকে পণ্যের ব্যয় জানা যায়, এর জন্য inventory.value.view অনুমতি লাগে।

# The balance of account {code} would become too large to be stored.
the-balance-of-account-code-would-become-e2c418d1 = হিসাব { $code } এর জের রাখার পক্ষে বেশি বড় হয়ে যেত।

# The balance of every customer by days overdue, today or at the end of a past day, as known now or at an entry.
the-balance-of-every-customer-by-days-d8b2e8f9 = প্রতিটি গ্রাহকের জের, কত দিন পেরিয়েছে সে অনুযায়ী, আজ বা অতীতের কোনো দিনের শেষে, এখন বা কোনো দাখিলার সময় যেমন জানা।

# The balance sheet at the end of a day, as known now or at an entry. Needs `inventory.value.view` too, since it tells what goods cost.
the-balance-sheet-at-the-end-of-a-day-as-1f67fb59 = একটি দিনের শেষে উদ্বৃত্তপত্র, এখন বা কোনো দাখিলার সময় যেমন জানা। পণ্যের ব্যয় জানায় বলে `inventory.value.view` অনুমতিও লাগে।

# The barcode.
the-barcode-634b3322 = বারকোড।

# The beginning of that answer.
the-beginning-of-that-answer-da59f1a5 = সেই উত্তরের শুরুর অংশ।

# the body
the-body-578afdf0 = অনুরোধ

# The body did not arrive in time.
the-body-did-not-arrive-in-time-4bb3ed6b = অনুরোধ সময়মতো পৌঁছায়নি।

# The body ended early.
the-body-ended-early-af13f3ff = অনুরোধ আগেই শেষ হয়ে গেছে।

# The body holds a NUL character, which no text can.
the-body-holds-a-nul-character-which-no-71e5214c = অনুরোধে NUL অক্ষর আছে, যা কোনো লেখায় থাকতে পারে না।

# The body is not JSON: {why}.
the-body-is-not-json-why-09260a21 = অনুরোধটি JSON নয়: { $why }।

# The body is the file, and there is none.
the-body-is-the-file-and-there-is-none-9f4af61a = ফাইলটিই অনুরোধ, কিন্তু ফাইল নেই।

# The body must be a JSON object.
the-body-must-be-a-json-object-c374559e = অনুরোধটি একটি JSON অবজেক্ট হতে হবে।

# The books are not right: {offender}
the-books-are-not-right-offender-fc9f95a6 = বই ঠিক নেই: { $offender }

# The branch in whose books it is.
the-branch-in-whose-books-it-is-075ce928 = যে শাখার বইয়ে আছে।

# The bucket {address} of {name} does not answer as it should: {why}. Check SANDUK_S3_ENDPOINT, SANDUK_S3_REGION, SANDUK_S3_KEY_ID and SANDUK_S3_SECRET, and that the bucket exists: it is not made.
the-bucket-address-of-name-does-not-0bfdee89 = { $name } এর বাকেট { $address } ঠিকমতো উত্তর দেয় না: { $why }। SANDUK_S3_ENDPOINT, SANDUK_S3_REGION, SANDUK_S3_KEY_ID ও SANDUK_S3_SECRET দেখুন, আর বাকেটটি আছে কি না: এটি নিজে তৈরি হয় না।

# The business date.
the-business-date-6a932e98 = ব্যবসার তারিখ।

# The business date; today where it is left out, or the day a device made the sale.
the-business-date-today-where-it-is-left-2f6bace7 = ব্যবসার তারিখ; না দিলে আজ, বা যেদিন যন্ত্র বিক্রয়টি করেছে।

# The business date; today where it is left out.
the-business-date-today-where-it-is-left-5047d853 = ব্যবসার তারিখ; না দিলে আজ।

# The calendar has the years {first} to {last} of Bikram Sambat.
the-calendar-has-the-years-first-to-last-c53076f9 = পঞ্জিকায় বিক্রম সংবতের { $first } থেকে { $last } সাল আছে।

# The calendar in which days are shown. They are kept in the Gregorian one.
the-calendar-in-which-days-are-shown-7f208fc0 = যে পঞ্জিকায় দিন দেখানো হয়। রাখা হয় গ্রেগরীয় পঞ্জিকায়।

# The calendar year it starts in. Numbers of documents name it.
the-calendar-year-it-starts-in-numbers-90b73e23 = যে ইংরেজি সালে শুরু হয়। দলিলের নম্বরে এটি থাকে।

# The cash or bank account that receives the money.
the-cash-or-bank-account-that-receives-b6481b47 = যে নগদ বা ব্যাংক হিসাবে টাকা আসে।

# The category it lies in.
the-category-it-lies-in-aac8d273 = যে শ্রেণিতে আছে।

# The change, from the setting's history.
the-change-from-the-setting-s-history-38b56699 = পরিবর্তনটি, সেটিংয়ের ইতিহাস থেকে।

# The change given in cash.
the-change-given-in-cash-305bbe07 = নগদে ফেরত দেওয়া ভাংতি।

# The channel.
the-channel-8627334b = চ্যানেল।

# The character between two cells, or `tab`; found out where it is left out.
the-character-between-two-cells-or-tab-21d98414 = দুই ঘরের মাঝের অক্ষর, বা `tab`; না দিলে নিজে খুঁজে নেওয়া হয়।

# The code of a country is one to three digits, the first of them not 0.
the-code-of-a-country-is-one-to-three-6244e7c9 = দেশের কোড এক থেকে তিন অঙ্কের, প্রথম অঙ্ক 0 নয়।

# The code of a role: owner, manager, clerk, cashier, auditor, or one of the company's own.
the-code-of-a-role-owner-manager-clerk-73e8cfaf = ভূমিকার কোড: owner, manager, clerk, cashier, auditor, বা কোম্পানির নিজস্ব একটি।

# The code of its year, which the numbers of documents name.
the-code-of-its-year-which-the-numbers-a3a18671 = এর বছরের কোড, যা দলিলের নম্বরে থাকে।

# The code of telephone numbers that are written without one: 880 for Bangladesh, 91 for India.
the-code-of-telephone-numbers-that-are-71087786 = দেশের কোড ছাড়া লেখা ফোন নম্বরের কোড: বাংলাদেশের জন্য 880, ভারতের জন্য 91।

# The code of the account.
the-code-of-the-account-f49c8708 = হিসাবের কোড।

# The code of the branch.
the-code-of-the-branch-98f673bf = শাখার কোড।

# The code of the branch, as it was printed.
the-code-of-the-branch-as-it-was-printed-bc00868f = শাখার কোড, যেমন ছাপা হয়েছে।

# The code of the language.
the-code-of-the-language-92b3f411 = ভাষার কোড।

# The code of the payment method, as it was printed.
the-code-of-the-payment-method-as-it-was-14d4781c = পরিশোধ পদ্ধতির কোড, যেমন ছাপা হয়েছে।

# The code of the problem.
the-code-of-the-problem-6e0775d4 = সমস্যার কোড।

# The code of the problem for which it was refused when it was to be carried out.
the-code-of-the-problem-for-which-it-was-327699d2 = কার্যকর করার সময় যে সমস্যার জন্য প্রত্যাখ্যাত হয়েছে তার কোড।

# The code of the refusal.
the-code-of-the-refusal-cade5941 = প্রত্যাখ্যানের কোড।

# The code of the role whose members may approve …
the-code-of-the-role-whose-members-may-660f7158 = যে ভূমিকার সদস্যরা অনুমোদন করতে পারেন তার কোড …

# The code of the site.
the-code-of-the-site-c22ca1e2 = শাখার কোড।

# The code of the tax category, as it was printed.
the-code-of-the-tax-category-as-it-was-74e24a18 = কর শ্রেণির কোড, যেমন ছাপা হয়েছে।

# The code of the unit, as it was printed.
the-code-of-the-unit-as-it-was-printed-2a66e4fd = এককের কোড, যেমন ছাপা হয়েছে।

# The code of the warehouse.
the-code-of-the-warehouse-22e847a0 = গুদামের কোড।

# The code of the warehouse, as it was printed.
the-code-of-the-warehouse-as-it-was-35080de2 = গুদামের কোড, যেমন ছাপা হয়েছে।

# The code of their new role.
the-code-of-their-new-role-451d720e = তাঁর নতুন ভূমিকার কোড।

# The code of their role.
the-code-of-their-role-f305af5c = তাঁর ভূমিকার কোড।

# The code; the next number of the series where none is given.
the-code-the-next-number-of-the-series-3b51d87a = কোড; না দিলে ক্রমিকের পরের নম্বর।

# The codes of the rules it breaks.
the-codes-of-the-rules-it-breaks-30f597c6 = যে নিয়মগুলো ভাঙে তার কোড।

# The colour of headings and rules on papers, such as #1f4e79.
the-colour-of-headings-and-rules-on-dc33cc68 = কাগজে শিরোনাম ও দাগের রং, যেমন #1f4e79।

# The column that tells documents apart: rows below one another with the same text, or none, are one document. Where it is left out, a document begins with every row that has a field of its head.
the-column-that-tells-documents-apart-65dc97a1 = যে কলাম দলিল আলাদা করে: পরপর একই লেখার বা লেখাহীন সারিগুলো একটি দলিল। না দিলে যে সারিতে শীর্ষের কোনো ঘর আছে সেখানে নতুন দলিল শুরু।

# The columns “{one}” and “{other}” are both “{field}”. Say with `mapping` which is: null leaves a column out.
the-columns-one-and-other-are-both-field-bb1bca2a = “{ $one }” ও “{ $other }” কলাম দুটিই “{ $field }”। `mapping` দিয়ে বলুন কোনটি: null দিলে কলাম বাদ যায়।

# The command “{name}” comes with a file: send it by itself.
the-command-name-comes-with-a-file-send-ebab37f8 = “{ $name }” নির্দেশের সঙ্গে ফাইল আসে: আলাদাভাবে পাঠান।

# The command of a policy stays. Make another policy, and this one inactive.
the-command-of-a-policy-stays-make-1e03b168 = নীতির কমান্ড বদলায় না। আরেকটি নীতি তৈরি করুন, আর এটি নিষ্ক্রিয় করুন।

# The command that has to be approved.
the-command-that-has-to-be-approved-bbc8aad7 = যে কমান্ডের অনুমোদন লাগে।

# The command that has to be approved, one of `/approvable-commands/`: `sales.sale.return`. It stays.
the-command-that-has-to-be-approved-one-81ddefb5 = যে কমান্ডের অনুমোদন লাগে, `/approvable-commands/` এর একটি: `sales.sale.return`। বদলায় না।

# The command waited too long and was not started. Try again.
the-command-waited-too-long-and-was-not-c8171b22 = নির্দেশটি বেশি সময় অপেক্ষা করেছে, শুরু হয়নি। আবার চেষ্টা করুন।

# The commands that policies can be made for, and what their conditions may read.
the-commands-that-policies-can-be-made-ec4bddca = যে কমান্ডগুলোর জন্য নীতি তৈরি করা যায়, ও তাদের শর্ত যা পড়তে পারে।

# The company.
the-company-a3e3703f = কোম্পানি।

# The company could not be brought up to date with this version of the program: {why}
the-company-could-not-be-brought-up-to-572b58c1 = কোম্পানিকে প্রোগ্রামের এই সংস্করণে হালনাগাদ করা যায়নি: { $why }

# The company has chosen no number of WhatsApp: set messages.whatsapp_number.
the-company-has-chosen-no-number-of-7da8a81a = প্রতিষ্ঠান WhatsApp এর কোনো নম্বর বাছেনি: messages.whatsapp_number ঠিক করুন।

# The company has chosen no provider of SMS: set messages.sms_provider.
the-company-has-chosen-no-provider-of-61555bea = প্রতিষ্ঠান SMS এর কোনো সেবাদাতা বাছেনি: messages.sms_provider ঠিক করুন।

# The company has chosen no server for e-mail yet: set mail.host and mail.from.
the-company-has-chosen-no-server-for-e-b73ec0fc = কোম্পানি এখনো ই-মেইলের সার্ভার ঠিক করেনি: mail.host ও mail.from দিন।

# The company has not been set up yet.
the-company-has-not-been-set-up-yet-b55e6453 = কোম্পানি এখনো প্রস্তুত করা হয়নি।

# The company it belongs to.
the-company-it-belongs-to-43973ecd = যে কোম্পানির।

# The company's name.
the-company-s-name-7ed17c66 = কোম্পানির নাম।

# The content of this file is not where files are kept. Who runs it can bring it back from a backup.
the-content-of-this-file-is-not-where-013d27a7 = এই ফাইলের বিষয়বস্তু যেখানে ফাইল রাখা হয় সেখানে নেই। পরিচালক ব্যাকআপ থেকে ফেরাতে পারেন।

# The cost of one found unit; the pool's cost where it is left out. Lost goods leave at the pool's cost.
the-cost-of-one-found-unit-the-pool-s-26919a1e = পাওয়া এক এককের ব্যয়; না দিলে ভান্ডারের ব্যয়। হারানো পণ্য ভান্ডারের ব্যয়ে বেরোয়।

# The cost of one unit.
the-cost-of-one-unit-e932461a = এক এককের ব্যয়।

# The cost of one unit, in the company's currency.
the-cost-of-one-unit-in-the-company-s-58f8853a = এক এককের ব্যয়, কোম্পানির মুদ্রায়।

# The cost of one unit of it.
the-cost-of-one-unit-of-it-742e3d70 = এর এক এককের ব্যয়।

# The country of destination.
the-country-of-destination-70b3dab7 = গন্তব্য দেশ।

# The country of destination, where the document names it.
the-country-of-destination-where-the-93afaf93 = গন্তব্য দেশ, যদি দলিলে থাকে।

# The credit and what it pays exist from {date} on. Choose that day or a later one.
the-credit-and-what-it-pays-exist-from-40856816 = ক্রেডিট ও এটি যা পরিশোধ করে তা { $date } থেকে আছে। সেই দিন বা তার পরের দিন দিন।

# The credit note that has paid it.
the-credit-note-that-has-paid-it-f31939c3 = যে ক্রেডিট নোট দিয়ে এটি শোধ হয়েছে।

# The currency its books are kept in: ISO 4217.
the-currency-its-books-are-kept-in-iso-c9bd6b1d = যে মুদ্রায় বই রাখা হয়: ISO 4217।

# The currency of all totals.
the-currency-of-all-totals-2d101708 = সব মোটের মুদ্রা।

# The currency of `amount`.
the-currency-of-amount-314179a6 = `amount` এর মুদ্রা।

# The currency of `cost`.
the-currency-of-cost-06838e4b = `cost` এর মুদ্রা।

# The currency of money and prices.
the-currency-of-money-and-prices-20463edd = টাকা ও দামের মুদ্রা।

# The currency of the amount.
the-currency-of-the-amount-25a852a1 = অঙ্কের মুদ্রা।

# The currency of the company.
the-currency-of-the-company-ca45dc0a = কোম্পানির মুদ্রা।

# The currency of the document.
the-currency-of-the-document-d0efc74a = দলিলের মুদ্রা।

# The currency of the value.
the-currency-of-the-value-67256e58 = মূল্যের মুদ্রা।

# The customer.
the-customer-7f56f03e = গ্রাহক।

# The customer, by id or code.
the-customer-by-id-or-code-c0f76282 = গ্রাহক, আইডি বা কোড দিয়ে।

# The customer “{customer}” is not in use.
the-customer-customer-is-not-in-use-795d388e = গ্রাহক “{ $customer }” ব্যবহৃত হচ্ছে না।

# The customer: id or code. A sale without one must be paid in full.
the-customer-id-or-code-a-sale-without-1275ff67 = গ্রাহক: আইডি বা কোড। গ্রাহক ছাড়া বিক্রয় পুরো পরিশোধ করতে হবে।

# The customer: id or code.
the-customer-id-or-code-e9bc4101 = গ্রাহক: আইডি বা কোড।

# The customer; none for an anonymous cash sale.
the-customer-none-for-an-anonymous-cash-50a6fcdc = গ্রাহক; নামহীন নগদ বিক্রয়ে নেই।

# The customer or supplier
the-customer-or-supplier = গ্রাহক বা সরবরাহকারী

# The customer or supplier.
the-customer-or-supplier-5b639d53 = গ্রাহক বা সরবরাহকারী।

# The customer or supplier: id or code.
the-customer-or-supplier-id-or-code-09945860 = গ্রাহক বা সরবরাহকারী: আইডি বা কোড।

# The customer owes nothing in {currency} on “{sale}”.
the-customer-owes-nothing-in-currency-on-3f77f1c2 = “{ $sale }” এ গ্রাহকের { $currency } মুদ্রায় কোনো দেনা নেই।

# The customer owes nothing that {credit} pays.
the-customer-owes-nothing-that-credit-37fc8004 = গ্রাহকের এমন কোনো দেনা নেই যা { $credit } পরিশোধ করে।

# The customer's code, as it was printed.
the-customer-s-code-as-it-was-printed-e239e54b = গ্রাহকের কোড, যেমন ছাপা হয়েছে।

# The customer's code; without one it was paid in cash.
the-customer-s-code-without-one-it-was-18e40aba = গ্রাহকের কোড; না থাকলে নগদে পরিশোধ হয়েছে।

# The customer's name, as it was printed.
the-customer-s-name-as-it-was-printed-534f9425 = গ্রাহকের নাম, যেমন ছাপা হয়েছে।

# The customer's name, who is made where there is none with the document's code.
the-customer-s-name-who-is-made-where-acf10922 = গ্রাহকের নাম; দলিলের কোডে কেউ না থাকলে তৈরি করা হয়।

# The customer's number at the tax office, as it was printed.
the-customer-s-number-at-the-tax-office-c508caae = কর কার্যালয়ে গ্রাহকের নম্বর, যেমন ছাপা হয়েছে।

# The customer's postal address, as it was printed.
the-customer-s-postal-address-as-it-was-5d9b2185 = গ্রাহকের ডাক ঠিকানা, যেমন ছাপা হয়েছে।

# The data directory {directory} cannot be made: {why}.
the-data-directory-directory-cannot-be-b66b0251 = ডেটা ডিরেক্টরি { $directory } তৈরি করা যায় না: { $why }।

# The data directory {directory}: {why}.
the-data-directory-directory-why-52fdeee4 = ডেটা ডিরেক্টরি { $directory }: { $why }।

# The data steps it runs, as module and number: those of the program that opens it, so that a later program replays the same.
the-data-steps-it-runs-as-module-and-7388b80f = যে ডেটা-ধাপগুলো চলে, মডিউল ও নম্বর হিসেবে: যে প্রোগ্রাম খোলে তার ধাপ, যাতে পরের প্রোগ্রাম একইভাবে পুনরায় চালায়।

# The database cannot be opened: {why}.
the-database-cannot-be-opened-why-73ce9386 = ডেটাবেস খোলা যায় না: { $why }।

# The database did not answer. Whether this was done is not known; send it again with the id {id}.
the-database-did-not-answer-whether-this-d5e7bfd0 = ডেটাবেস উত্তর দেয়নি। কাজটি হয়েছে কি না জানা নেই; আইডি { $id } দিয়ে আবার পাঠান।

# The database does not answer.
the-database-does-not-answer-23c3e9d3 = ডেটাবেস উত্তর দিচ্ছে না।

# The database is not reachable. Try again in a moment.
the-database-is-not-reachable-try-again-22dd708a = ডেটাবেসে পৌঁছানো যাচ্ছে না। একটু পরে আবার চেষ্টা করুন।

# The database refused this because it clashes with something that is already there.
the-database-refused-this-because-it-d3293350 = আগে থেকে থাকা কিছুর সঙ্গে সংঘাত হওয়ায় ডেটাবেস এটি প্রত্যাখ্যান করেছে।

# The database was too busy. Nothing was done; try again in a moment.
the-database-was-too-busy-nothing-was-22bd2d9f = ডেটাবেস বেশি ব্যস্ত ছিল। কিছুই করা হয়নি; একটু পরে আবার চেষ্টা করুন।

# The date of its opening stock.
the-date-of-its-opening-stock-1e7a1da1 = এর প্রারম্ভিক মজুদের তারিখ।

# The date of receipt; today where it is left out.
the-date-of-receipt-today-where-it-is-960d7eb2 = গ্রহণের তারিখ; না দিলে আজ।

# The date of the reversal, in an open period, not before the entry's. Where it is left out: today, or the date of an entry that is dated ahead.
the-date-of-the-reversal-in-an-open-b222ed6a = উল্টানোর তারিখ, খোলা মেয়াদে, দাখিলার তারিখের আগে নয়। না দিলে: আজ, বা দাখিলা আগাম তারিখের হলে সেই তারিখ।

# The date printed on the document.
the-date-printed-on-the-document-fa150c05 = দলিলে ছাপা তারিখ।

# The date that decides the period.
the-date-that-decides-the-period-8c9f4412 = যে তারিখে মেয়াদ ঠিক হয়।

# The dates have two orders: “{text}” in line {line} is {order}, “{other}” in line {other_line} is {other_order}. State one as `dates`; rows of the other are then refused.
the-dates-have-two-orders-text-in-line-d2335060 = তারিখের দুই রকম ক্রম: লাইন { $line } এর “{ $text }” হলো { $order }, লাইন { $other_line } এর “{ $other }” হলো { $other_order }। `dates` দিয়ে একটি বলুন; অন্য রকমের সারি তখন প্রত্যাখ্যান হয়।

# The day before the first document.
the-day-before-the-first-document-70467901 = প্রথম দলিলের আগের দিন।

# The day from which on it counts.
the-day-from-which-on-it-counts-a0f4e133 = যে দিন থেকে এটি গণ্য হয়।

# The day of the documents, which decides their fiscal year; today where it is left out.
the-day-of-the-documents-which-decides-a6c251ae = দলিলের দিন, যা থেকে অর্থবছর ঠিক হয়; না দিলে আজ।

# The day on which `due` is to be paid: the one that was named, else by the customer's terms of payment; none where nothing is due.
the-day-on-which-due-is-to-be-paid-the-64374a58 = যেদিন `due` পরিশোধ করতে হবে: যেটি দেওয়া হয়েছে, নইলে গ্রাহকের পরিশোধের শর্ত অনুযায়ী; কিছু দেয় না থাকলে নেই।

# The day on which what is not paid is due, not before the business date; by the customer's terms of payment where it is left out.
the-day-on-which-what-is-not-paid-is-due-15eafd3c = যা পরিশোধ হয়নি তা যেদিন দেয়, ব্যবসার তারিখের আগে নয়; না দিলে গ্রাহকের পরিশোধের শর্ত অনুযায়ী।

# The days from the date of a sale on account until it is due, for customers who have no terms of their own.
the-days-from-the-date-of-a-sale-on-aa859ae7 = বাকিতে বিক্রয়ের তারিখ থেকে পরিশোধের শেষ দিন পর্যন্ত দিনসংখ্যা, যেসব গ্রাহকের নিজস্ব শর্ত নেই তাঁদের জন্য।

# The days of its twelve months.
the-days-of-its-twelve-months-d3c44ae8 = এর বারো মাসের দিনসংখ্যা।

# The days to compare with.
the-days-to-compare-with-8871c261 = যে দিনগুলোর সঙ্গে তুলনা হবে।

# The debits of an entry come to at most {most}. Split the document.
the-debits-of-an-entry-come-to-at-most-7ee6d22d = একটি দাখিলার মোট ডেবিট সর্বোচ্চ { $most }। দলিলটি ভাগ করুন।

# The decimal mark; found out where it is left out.
the-decimal-mark-found-out-where-it-is-a7aabcc0 = দশমিক চিহ্ন; না দিলে নিজে খুঁজে নেওয়া হয়।

# The delegation.
the-delegation-f61d81b4 = দায়িত্ব অর্পণ।

# The delivery.
the-delivery-3da88bae = প্রেরণ।

# The device, as it is called.
the-device-as-it-is-called-c35787f0 = যন্ত্র, যে নামে ডাকা হয়।

# The digits in which numbers and days are written.
the-digits-in-which-numbers-and-days-are-1a605ee7 = যে অঙ্কচিহ্নে সংখ্যা ও দিন লেখা হয়।

# The digits of a number, with zeros in front.
the-digits-of-a-number-with-zeros-in-710c4cc4 = একটি নম্বরের অঙ্কসংখ্যা, সামনে শূন্যসহ।

# The discount on the line.
the-discount-on-the-line-0fa5886f = লাইনের ছাড়।

# The discount on the line, an amount.
the-discount-on-the-line-an-amount-6ab97af2 = লাইনের ছাড়, টাকার অঙ্কে।

# The document.
the-document-8d0382a1 = দলিল।

# The document it belongs to.
the-document-it-belongs-to-0312ae0f = যে দলিলের অংশ।

# The document: its id, code or printed number.
the-document-its-id-code-or-printed-6c677a39 = দলিল: এর আইডি, কোড বা ছাপা নম্বর।

# The document that it has made or changed.
the-document-that-it-has-made-or-changed-765f2225 = এটি যে দলিল তৈরি করেছে বা বদলেছে।

# The due date by the customer's terms of payment is too far away.
the-due-date-by-the-customer-s-terms-of-006fb1bf = গ্রাহকের পরিশোধের শর্ত অনুযায়ী শেষ তারিখ বেশি দূরে।

# The e-mail address.
the-e-mail-address-b636ebc5 = ই-মেইল ঠিকানা।

# The e-mail address of the user that posted it; null where the program did.
the-e-mail-address-of-the-user-that-f1a12824 = যে ব্যবহারকারী দাখিল করেছেন তাঁর ই-মেইল ঠিকানা; প্রোগ্রাম করলে null।

# The encoding, for example `windows-1252`; found out where it is left out.
the-encoding-for-example-windows-1252-832a79ea = এনকোডিং, যেমন `windows-1252`; না দিলে নিজে খুঁজে নেওয়া হয়।

# The `endpoint` of the subscription of the browser.
the-endpoint-of-the-subscription-of-the-16a02280 = ব্রাউজারের সাবস্ক্রিপশনের `endpoint`।

# The entries between two days with their lines, in the order they were posted on each day, as known now or at an entry: today where no days are named.
the-entries-between-two-days-with-their-ebbfc6f3 = দুই দিনের মাঝের দাখিলা ও লাইন, প্রতিদিন দাখিলের ক্রমে, এখন বা কোনো দাখিলার সময় যেমন জানা: দিন না দিলে আজ।

# The entry it reverses, by its place in the journal.
the-entry-it-reverses-by-its-place-in-14d688db = যে দাখিলা এটি উল্টায়, জার্নালে তার স্থান দিয়ে।

# The entry of the line it comes from.
the-entry-of-the-line-it-comes-from-baf70ada = যে লাইন থেকে এসেছে তার দাখিলা।

# The entry that posted it.
the-entry-that-posted-it-b7395705 = যে দাখিলায় এটি বইয়ে উঠেছে।

# The event.
the-event-04e48fe6 = ঘটনা।

# The event has no field “{field}”.
the-event-has-no-field-field-78bbb21c = ঘটনায় “{ $field }” নামে কোনো ঘর নেই।

# The event: `sales.sale.posted` …
the-event-sales-sale-posted-6dee5cec = ঘটনা: `sales.sale.posted` …

# The events of which it is told.
the-events-of-which-it-is-told-2e9468b1 = যে ঘটনাগুলো একে জানানো হয়।

# The events of which other systems may hear.
the-events-of-which-other-systems-may-6e593c8c = যে ঘটনাগুলো অন্য ব্যবস্থাকে জানানো যায়।

# The field “{field}” of the event is no id, and names no site.
the-field-field-of-the-event-is-no-id-bd249ab4 = ঘটনার “{ $field }” ঘরটি কোনো আইডি নয়, তাই কোনো শাখার নাম দেয় না।

# The field of the event that names the member, the customer or supplier, or the address.
the-field-of-the-event-that-names-the-8f722fc4 = ঘটনার যে ঘরে সদস্য, গ্রাহক বা সরবরাহকারী, অথবা ঠিকানার নাম থাকে।

# The field of the event with the site: of those with the role only they are told who work there, or everywhere.
the-field-of-the-event-with-the-site-of-47856290 = ঘটনার যে ঘরে শাখা থাকে: ভূমিকার সদস্যদের মধ্যে শুধু তাদের জানানো হয় যারা সেই শাখায় বা সব শাখায় কাজ করেন।

# The fields to show, in their order; none for the usual ones.
the-fields-to-show-in-their-order-none-91d1ef8e = যে ঘরগুলো দেখানো হবে, তাদের ক্রমে; সাধারণগুলোর জন্য খালি।

# The file.
the-file-dfbf9be4 = ফাইল।

# The file has {bytes} bytes: the part that Range asks for begins behind them.
the-file-has-bytes-bytes-the-part-that-300c151f = ফাইলটি { $bytes } বাইটের: Range যে অংশ চায় তা তার পরে শুরু।

# The file has more than {most} MiB when it is unpacked: split it.
the-file-has-more-than-most-mib-when-it-c19d8d58 = খোলার পর ফাইলটি { $most } MiB এর বেশি: ভাগ করুন।

# The file has more than {most} rows: split it.
the-file-has-more-than-most-rows-split-a1adf2a7 = ফাইলে { $most }টির বেশি সারি আছে: ভাগ করুন।

# The file has no column “{name}”; it has {found}. Name it with --map {field}=….
the-file-has-no-column-name-it-has-found-0a13f780 = ফাইলে “{ $name }” কলাম নেই; আছে { $found }। --map { $field }=… দিয়ে নাম দিন।

# The file has the column “{name}” twice.
the-file-has-the-column-name-twice-c1e82cf3 = ফাইলে “{ $name }” কলাম দুবার আছে।

# The file is empty.
the-file-is-empty-b654d347 = ফাইলটি ফাঁকা।

# The file is no CSV text, but {extension} ({kind}).
the-file-is-no-csv-text-but-extension-af092dfb = ফাইলটি CSV লেখা নয়, বরং { $extension } ({ $kind })।

# The file is no text, but a spreadsheet (Excel .xlsx, .xls or OpenDocument .ods) or a zip archive ({kind}): save the sheet as CSV.
the-file-is-no-text-but-a-spreadsheet-e2d0216d = ফাইলটি লেখা নয়, বরং স্প্রেডশিট (Excel .xlsx, .xls বা OpenDocument .ods) বা zip আর্কাইভ ({ $kind }): শিটটি CSV হিসেবে সংরক্ষণ করুন।

# The file is no workbook and has no sheets.
the-file-is-no-workbook-and-has-no-2ce6523f = ফাইলটি ওয়ার্কবুক নয়, এতে শিট নেই।

# The file seems to be no text: it is full of control characters. Save the sheet as CSV; if it is text, state its `encoding`.
the-file-seems-to-be-no-text-it-is-full-e747a606 = ফাইলটি লেখা বলে মনে হয় না: নিয়ন্ত্রণ-অক্ষরে ভরা। শিটটি CSV হিসেবে সংরক্ষণ করুন; লেখা হলে এর `encoding` বলুন।

# The file that is sent with an e-mail.
the-file-that-is-sent-with-an-e-mail-6db15f8f = ই-মেইলের সঙ্গে পাঠানো ফাইল।

# The files that you have asked for and that are still kept, the newest first.
the-files-that-you-have-asked-for-and-2035ff0f = আপনি যে ফাইলগুলো চেয়েছেন ও এখনো রাখা আছে, নতুনটি আগে।

# The first day.
the-first-day-6b187386 = প্রথম দিন।

# The first day, {from}, is after the last, {to}. Exchange them.
the-first-day-from-is-after-the-last-to-4b6a2b1b = প্রথম দিন { $from } শেষ দিন { $to } এর পরে। অদলবদল করুন।

# The first day, {from}, is after today, {today}, which is the last day where none is named. Name the last day too.
the-first-day-from-is-after-today-today-f0305962 = প্রথম দিন { $from } আজকের ({ $today }) পরে; শেষ দিন না দিলে আজই শেষ দিন। শেষ দিনও দিন।

# The first day of a month.
the-first-day-of-a-month-82a454c2 = মাসের প্রথম দিন।

# The first day of a statement; the beginning of the year where it is left out.
the-first-day-of-a-statement-the-6b12ebf2 = বিবরণীর প্রথম দিন; না দিলে বছরের শুরু।

# The first day of documents that it numbers.
the-first-day-of-documents-that-it-0f47f3db = যে দিন থেকে দলিলে নম্বর দেয়।

# The first day of the turnover; the first of the fiscal year where it is left out.
the-first-day-of-the-turnover-the-first-c00f8b77 = লেনদেনের প্রথম দিন; না দিলে অর্থবছরের প্রথম দিন।

# The first day that is meant, from which the calendar counts; today where it is left out.
the-first-day-that-is-meant-from-which-7c88ed11 = প্রথম যে দিন ধরা হয়, যেখান থেকে পঞ্জিকা গোনে; না দিলে আজ।

# The first days of the fiscal years that are opened where they are missing.
the-first-days-of-the-fiscal-years-that-27f346aa = যে অর্থবছরগুলো না থাকলে খোলা হয় সেগুলোর প্রথম দিন।

# The first number.
the-first-number-4ff8c9df = প্রথম নম্বর।

# The first number from that day on, to go on with those of another system.
the-first-number-from-that-day-on-to-go-8ad0f8db = সেই দিন থেকে প্রথম নম্বর, অন্য ব্যবস্থার নম্বরের পর থেকে চালাতে।

# The fiscal year {code} holds today, {today}, and stays.
the-fiscal-year-code-holds-today-today-419ac84d = অর্থবছর { $code } এ আজকের দিন { $today } আছে, তাই এটি থাকে।

# The fiscal year {code} lies between two others. Remove years from an end.
the-fiscal-year-code-lies-between-two-f00c8e9e = অর্থবছর { $code } অন্য দুটির মাঝে। প্রান্ত থেকে বছর সরান।

# The fiscal year: its id or its code.
the-fiscal-year-its-id-or-its-code-40323c74 = অর্থবছর: আইডি বা কোড।

# The fiscal years of this company start on the first of {month}; from another day on, months would be left that no year can hold.
the-fiscal-years-of-this-company-start-828f7f5e = এই কোম্পানির অর্থবছর { $month } মাসের প্রথম দিনে শুরু হয়; অন্য দিন থেকে হলে এমন মাস থেকে যেত যা কোনো বছরে ধরে না।

# The format is said by `format` of the body.
the-format-is-said-by-format-of-the-body-6fb5cac8 = ফরম্যাট বলা হয় অনুরোধের `format` দিয়ে।

# The format of the file; an export is no workbook.
the-format-of-the-file-an-export-is-no-9c18bfce = ফাইলের ফরম্যাট; রপ্তানি ওয়ার্কবুক হয় না।

# The formula makes no sense {why}.
the-formula-makes-no-sense-why-eb5cca80 = সূত্রটির কোনো অর্থ হয় না { $why }।

# The formula of “{label}” reads this field and would no longer have a value. Change that formula first.
the-formula-of-label-reads-this-field-53b079a6 = “{ $label }” এর সূত্র এই ঘরটি পড়ে, তখন তার আর মান থাকবে না। আগে সেই সূত্র বদলান।

# The goods and services sold.
the-goods-and-services-sold-2b5400b9 = বিক্রীত পণ্য ও সেবা।

# The goods of this document are not in the stock of the imported history.
the-goods-of-this-document-are-not-in-806dfc07 = এই দলিলের পণ্য আমদানি করা ইতিহাসের মজুদে নেই।

# The goods received.
the-goods-received-851af26d = গৃহীত পণ্য।

# The goods that must be there before the document.
the-goods-that-must-be-there-before-the-88969e18 = দলিলের আগে যে পণ্য থাকতে হবে।

# The greatest number.
the-greatest-number-d8683e3e = সর্বোচ্চ সংখ্যা।

# The greatest value.
the-greatest-value-afd5fb78 = সর্বোচ্চ মান।

# The gzip file is cut off: copy it again.
the-gzip-file-is-cut-off-copy-it-again-baec1ea9 = gzip ফাইলটি অসম্পূর্ণ: আবার কপি করুন।

# The heading it stands under in reports.
the-heading-it-stands-under-in-reports-e344d9b4 = প্রতিবেদনে যে শিরোনামের নিচে থাকে।

# The hold.
the-hold-a83dd625 = আটক।

# The host name of the server for outgoing e-mail (SMTP). Empty: no e-mail is sent.
the-host-name-of-the-server-for-outgoing-2fce56f8 = বহির্গামী ই-মেইলের (SMTP) সার্ভারের হোস্ট-নাম। খালি: কোনো ই-মেইল পাঠানো হয় না।

# The id of a user who exists. To add a person who may not have a log-in yet, use `/users/`.
the-id-of-a-user-who-exists-to-add-a-7c77cc20 = আছে এমন ব্যবহারকারীর আইডি। যাঁর হয়তো এখনো লগ-ইন নেই তাঁকে যোগ করতে `/users/` ব্যবহার করুন।

# The id of an attached picture that stands at the head of papers, such as one attached to a site.
the-id-of-an-attached-picture-that-f3b1a72d = কাগজের মাথায় থাকা সংযুক্ত ছবির আইডি, যেমন কোনো শাখার সঙ্গে যুক্ত ছবি।

# the id of an attachment
the-id-of-an-attachment-9d974662 = একটি সংযুক্তির আইডি

# The id of that row.
the-id-of-that-row-b0a53ccb = সেই সারির আইডি।

# The id of the attachment.
the-id-of-the-attachment-97f30d18 = সংযুক্তির আইডি।

# The id of the block.
the-id-of-the-block-3bd1a01e = খণ্ডের আইডি।

# The id of the customer or supplier the user acts for; permissions of the role with the scope `own_party` cover it.
the-id-of-the-customer-or-supplier-the-e7fc8f21 = ব্যবহারকারী যে গ্রাহক বা সরবরাহকারীর হয়ে কাজ করেন তার আইডি; ভূমিকার `own_party` পরিসরের অনুমতি তাকে ঘিরে।

# The id of the customer or supplier they act for.
the-id-of-the-customer-or-supplier-they-11a864b1 = যে গ্রাহক বা সরবরাহকারীর হয়ে কাজ করেন তার আইডি।

# The id of the customer or supplier they act for; null for none.
the-id-of-the-customer-or-supplier-they-c8acc2fc = যে গ্রাহক বা সরবরাহকারীর হয়ে কাজ করেন তার আইডি; কারও না হলে null।

# The id of the entry.
the-id-of-the-entry-22abac21 = দাখিলার আইডি।

# The id of the number that messages come from. Empty: none are sent.
the-id-of-the-number-that-messages-come-0f681552 = যে নম্বর থেকে বার্তা যায় তার আইডি। খালি: কোনো বার্তা পাঠানো হয় না।

# The id of the paper.
the-id-of-the-paper-4c4a5a0b = কাগজের আইডি।

# The id of the printout.
the-id-of-the-printout-b7c51ec0 = ছাপা কপির আইডি।

# The ids of all sites they work at from now on.
the-ids-of-all-sites-they-work-at-from-4da3da45 = এখন থেকে যে শাখাগুলোতে কাজ করেন তার সবগুলোর আইডি।

# The ids of the sites the user works at; permissions of the role with the scope `own_sites` cover these.
the-ids-of-the-sites-the-user-works-at-d0db0f30 = ব্যবহারকারী যে শাখাগুলোতে কাজ করেন সেগুলোর আইডি; ভূমিকার `own_sites` পরিসরের অনুমতি এগুলোকে ঘিরে।

# The ids of the sites they work at.
the-ids-of-the-sites-they-work-at-95a9fe9a = যে শাখাগুলোতে কাজ করেন সেগুলোর আইডি।

# The import.
the-import-576da7d5 = আমদানি।

# The import is {state}.
the-import-is-state-85fbc7e0 = আমদানির অবস্থা: { $state }।

# The import was cancelled before anything was written.
the-import-was-cancelled-before-anything-aea98c4c = কিছু লেখার আগেই আমদানি বাতিল করা হয়েছে।

# The import was stopped. Run it again: it goes on where it was.
the-import-was-stopped-run-it-again-it-f70d6b64 = আমদানি থামানো হয়েছে। আবার চালান: যেখানে ছিল সেখান থেকে চলবে।

# The income account of a service; goods have the company's usual one.
the-income-account-of-a-service-goods-1e9d46e4 = সেবার আয়ের হিসাব; পণ্যের ক্ষেত্রে কোম্পানির সাধারণ হিসাব।

# The job.
the-job-d6f87d9b = কাজ।

# The job is interrupted and goes on later.
the-job-is-interrupted-and-goes-on-later-3efc84fb = কাজটি বাধা পেয়েছে, পরে চলবে।

# The key, encrypted.
the-key-encrypted-84a36cc9 = চাবি, সংকেতবদ্ধ।

# The key file (JSON) of a service account, for push to apps.
the-key-file-json-of-a-service-account-3126e83a = সার্ভিস অ্যাকাউন্টের চাবির ফাইল (JSON), অ্যাপে পুশ পাঠাতে।

# The key of the account.
the-key-of-the-account-2b8ea656 = অ্যাকাউন্টের চাবি।

# The kind of its document: `sale`, `goods_receipt`, `journal` …
the-kind-of-its-document-sale-goods-5e76bbf9 = এর দলিলের ধরন: `sale`, `goods_receipt`, `journal` …

# The kind of job.
the-kind-of-job-500942aa = কাজের ধরন।

# The kind of job, or the id of what the company has added.
the-kind-of-job-or-the-id-of-what-the-b1868d36 = কাজের ধরন, অথবা কোম্পানি যা যোগ করেছে তার আইডি।

# The kind of the documents.
the-kind-of-the-documents-3ada2ad8 = দলিলের ধরন।

# The kind of the documents: `sale` …
the-kind-of-the-documents-sale-feea0a81 = দলিলের ধরন: `sale` …

# The kind of the documents: `sale`, `sale_return`, `receipt`, `journal` …
the-kind-of-the-documents-sale-sale-1c534d48 = দলিলের ধরন: `sale`, `sale_return`, `receipt`, `journal` …

# The kinds of jobs there are, when each is done by itself, and how it went the last time.
the-kinds-of-jobs-there-are-when-each-is-1ea0fe03 = কী কী ধরনের কাজ আছে, প্রতিটি কখন নিজে নিজে হয়, আর শেষবার কেমন গেছে।

# The language in which it is written to; that of the company where none is chosen.
the-language-in-which-it-is-written-to-b8690679 = যে ভাষায় একে লেখা হয়; না ঠিক করলে কোম্পানির ভাষায়।

# The language of screens, errors and documents. A user who has chosen none gets that of the browser, else that of the company.
the-language-of-screens-errors-and-3991d15d = পর্দা, ত্রুটি ও দলিলের ভাষা। যে ব্যবহারকারী ঠিক করেননি তিনি ব্রাউজারের ভাষা পান, নইলে কোম্পানির ভাষা।

# The language of the words on papers where nobody says.
the-language-of-the-words-on-papers-f32291bb = কেউ না বললে কাগজের লেখার ভাষা।

# The last day.
the-last-day-9a0ab308 = শেষ দিন।

# The last day of a statement; today where it is left out.
the-last-day-of-a-statement-today-where-73d014a2 = বিবরণীর শেষ দিন; না দিলে আজ।

# The last day; today where it is left out.
the-last-day-today-where-it-is-left-out-02059283 = শেষ দিন; না দিলে আজ।

# The last message that they were sent before.
the-last-message-that-they-were-sent-10add504 = এর আগে তাদের পাঠানো শেষ বার্তা।

# The last number.
the-last-number-1b38cb99 = শেষ নম্বর।

# The least number.
the-least-number-fab66a00 = সর্বনিম্ন সংখ্যা।

# The least value of a number, amount, quantity, day or time. Rows keep a value outside of the bounds until it is changed.
the-least-value-of-a-number-amount-5cb85227 = সংখ্যা, টাকা, পরিমাণ, দিন বা সময়ের সর্বনিম্ন মান। সীমার বাইরের মান বদলানো না পর্যন্ত সারিতে থাকে।

# The line of the original sale that it takes back.
the-line-of-the-original-sale-that-it-05321253 = মূল বিক্রয়ের যে লাইন ফেরত নেয়।

# The lines at the foot of papers, such as bank accounts and conditions.
the-lines-at-the-foot-of-papers-such-as-9d4a5549 = কাগজের নিচের লাইনগুলো, যেমন ব্যাংক হিসাব ও শর্ত।

# The lines below the name of the company: address, telephone, numbers at offices.
the-lines-below-the-name-of-the-company-83bf51d5 = কোম্পানির নামের নিচের লাইনগুলো: ঠিকানা, ফোন, সরকারি দপ্তরের নিবন্ধন নম্বর।

# The lines of an account between two days with the balance after each, as known now or at an entry: this fiscal year until today where no days are named. An account whose balance tells what goods cost needs `inventory.value.view` too.
the-lines-of-an-account-between-two-days-88d2f92b = দুই দিনের মাঝে একটি হিসাবের লাইন, প্রতিটির পরে জেরসহ, এখন বা কোনো দাখিলার সময় যেমন জানা: দিন না দিলে এই অর্থবছর, আজ পর্যন্ত। যে হিসাবের জের পণ্যের ব্যয় জানায় তার জন্য `inventory.value.view` অনুমতিও লাগে।

# The lines that come back.
the-lines-that-come-back-77be28a3 = যে লাইনগুলো ফেরত আসে।

# The list, a point, and its name there: `products.colour`. It stays.
the-list-a-point-and-its-name-there-0bde187c = তালিকা, একটি বিন্দু ও সেখানে এর নাম: `products.colour`। বদলায় না।

# The list by the end of its path, the report by its name, or the export by the name of its file: `products`, `trial-balance`, `journal-lines`.
the-list-by-the-end-of-its-path-the-4d0eb834 = তালিকা তার পাথের শেষ অংশ দিয়ে, প্রতিবেদন তার নাম দিয়ে, অথবা রপ্তানি তার ফাইলের নাম দিয়ে: `products`, `trial-balance`, `journal-lines`।

# The list price of one unit.
the-list-price-of-one-unit-19192422 = এক এককের তালিকা-মূল্য।

# The list price of one unit; a product without one is inactive.
the-list-price-of-one-unit-a-product-2b1d954e = এক এককের তালিকা-মূল্য; মূল্য ছাড়া পণ্য নিষ্ক্রিয়।

# The list, report or export.
the-list-report-or-export-ccf89833 = তালিকা, প্রতিবেদন বা রপ্তানি।

# The list that a relation leads to: the end of its path. It stays as long as rows have values.
the-list-that-a-relation-leads-to-the-72a58274 = সম্পর্ক যে তালিকায় নিয়ে যায়: এর পাথের শেষ অংশ। সারিতে মান থাকা পর্যন্ত থাকে।

# The list: the end of its path.
the-list-the-end-of-its-path-3a9a692c = তালিকা: এর পাথের শেষ অংশ।

# The list: the end of its path, `products`.
the-list-the-end-of-its-path-products-f1f466e4 = তালিকা: এর পাথের শেষ অংশ, `products`।

# The log-in of a browser counts only for pages of this server. Programs send Authorization: Bearer <access token>.
the-log-in-of-a-browser-counts-only-for-9812d019 = ব্রাউজারের লগ-ইন শুধু এই সার্ভারের পাতার জন্য। প্রোগ্রাম Authorization: Bearer <প্রবেশ-টোকেন> পাঠায়।

# The logo that is chosen (printing.logo) cannot be read as a picture. Choose another one.
the-logo-that-is-chosen-printing-logo-80d4a244 = বেছে নেওয়া লোগো (printing.logo) ছবি হিসেবে পড়া যায় না। অন্যটি বেছে নিন।

# The mail server cannot be reached: {why}
the-mail-server-cannot-be-reached-why-6e9993ba = মেইল সার্ভারে পৌঁছানো যায় না: { $why }

# The mail server refuses it: {why}
the-mail-server-refuses-it-why-08276952 = মেইল সার্ভার এটি নেয়নি: { $why }

# The main site is missing.
the-main-site-is-missing-3ebf953a = প্রধান শাখা নেই।

# The main site keeps its code and stays in use.
the-main-site-keeps-its-code-and-stays-c1060a1c = প্রধান শাখার কোড থাকে এবং শাখাটি চালু থাকে।

# The mapping.
the-mapping-096dc0b4 = মিলকরণ।

# The member.
the-member-169a1418 = সদস্য।

# The member who decides for them.
the-member-who-decides-for-them-8f84900c = যে সদস্য তাদের হয়ে সিদ্ধান্ত দেন।

# The member who would have to decide.
the-member-who-would-have-to-decide-d69f7922 = যে সদস্যের সিদ্ধান্ত দেওয়ার কথা।

# The member who would have to decide; you where it is left out.
the-member-who-would-have-to-decide-you-1fc05e9f = যে সদস্যের সিদ্ধান্ত দেওয়ার কথা; না দিলে আপনি।

# The member whom it is for.
the-member-whom-it-is-for-7238d06d = যে সদস্যের জন্য।

# The members.
the-members-2d4c8fb3 = সদস্যগণ।

# The members of this company.
the-members-of-this-company-ce378087 = এই কোম্পানির সদস্যগণ।

# The membership of {email} has ended. Name is_active: true to begin it anew, or false to change what is kept of it.
the-membership-of-email-has-ended-name-d9ab8d0e = { $email } এর সদস্যপদ শেষ। নতুন করে শুরু করতে is_active: true, আর যা রাখা আছে তা বদলাতে false দিন।

# The membership of {email} in {slug} has ended. Begin it anew with: sanduk user create {email} --tenant {slug} --role {role} --password-stdin (the password stays as it is)
the-membership-of-email-in-slug-has-a0dbad20 = { $slug } এ { $email } এর সদস্যপদ শেষ। নতুন করে শুরু করুন: sanduk user create { $email } --tenant { $slug } --role { $role } --password-stdin (পাসওয়ার্ড যেমন আছে তেমন থাকে)

# The message.
the-message-c8bf8527 = বার্তা।

# The method of cash refunds keeps its code.
the-method-of-cash-refunds-keeps-its-b8dc2b3b = নগদ ফেরতের পদ্ধতির কোড থাকে।

# The module it belongs to.
the-module-it-belongs-to-0f0e1bec = যে মডিউলের।

# The moment.
the-moment-6b658fea = মুহূর্ত।

# The month, as `2026-11`.
the-month-as-2026-11-c9ec604f = মাস, `2026-11` এর মতো।

# The months have {days} days together; a year has 365 or 366.
the-months-have-days-days-together-a-7d43659e = মাসগুলোর মোট দিন { $days }; বছর 365 বা 366 দিনের হয়।

# The most characters of a text.
the-most-characters-of-a-text-325128e2 = লেখার সর্বোচ্চ অক্ষর।

# The movements of one product, newest first, with the balance after each.
the-movements-of-one-product-newest-8d61cb54 = একটি পণ্যের চলাচল, নতুনটি আগে, প্রতিটির পরে জেরসহ।

# The name behind the point has small letters, digits and single underscores, begins with a letter, and has at most {max} of them.
the-name-behind-the-point-has-small-e33ff3b7 = বিন্দুর পরের নামে ছোট হাতের বর্ণ, অঙ্ক ও একক আন্ডারস্কোর থাকে, বর্ণ দিয়ে শুরু হয়, এবং সর্বোচ্চ { $max }টি অক্ষর হয়।

# The name of one (`sales.sale.post`), everything below one (`sales.*`), an action everywhere (`*.view`), or everything (`*`).
the-name-of-one-sales-sale-post-9b6c1759 = একটির নাম (`sales.sale.post`), একটির নিচের সব (`sales.*`), সব জায়গায় একটি কাজ (`*.view`), অথবা সব (`*`)।

# The name of the account.
the-name-of-the-account-f0f5169a = হিসাবের নাম।

# The name of the branch, as it was printed.
the-name-of-the-branch-as-it-was-printed-d8204d4d = শাখার নাম, যেমন ছাপা হয়েছে।

# The name of the company, as it was printed.
the-name-of-the-company-as-it-was-d80433c4 = কোম্পানির নাম, যেমন ছাপা হয়েছে।

# The name of the event.
the-name-of-the-event-9abefb1f = ঘটনার নাম।

# The name of the file.
the-name-of-the-file-53c5c01b = ফাইলের নাম।

# The name of the payment method, as it was printed.
the-name-of-the-payment-method-as-it-was-81d58aba = পরিশোধ পদ্ধতির নাম, যেমন ছাপা হয়েছে।

# The name of the policy.
the-name-of-the-policy-9248fc1f = নীতির নাম।

# The name of the product, as it was printed.
the-name-of-the-product-as-it-was-7ea32acc = পণ্যের নাম, যেমন ছাপা হয়েছে।

# The name of the product, as the device printed it.
the-name-of-the-product-as-the-device-af4ac604 = পণ্যের নাম, যন্ত্র যেমন ছেপেছে।

# The name of the report: `trial-balance`.
the-name-of-the-report-trial-balance-7de1e15e = প্রতিবেদনের নাম: `trial-balance`।

# The name of the tax category, as it was printed.
the-name-of-the-tax-category-as-it-was-91212fbe = কর শ্রেণির নাম, যেমন ছাপা হয়েছে।

# The name of the user who sold, as it was printed; none where the program itself recorded the document.
the-name-of-the-user-who-sold-as-it-was-6e7c8918 = যে ব্যবহারকারী বিক্রি করেছেন তাঁর নাম, যেমন ছাপা হয়েছে; প্রোগ্রাম নিজে দলিল নথিভুক্ত করলে নেই।

# The name of the user who took the payment, as it was printed; none for the program itself.
the-name-of-the-user-who-took-the-186e1334 = যে ব্যবহারকারী টাকা নিয়েছেন তাঁর নাম, যেমন ছাপা হয়েছে; প্রোগ্রাম নিজে হলে নেই।

# The name of the warehouse, as it was printed.
the-name-of-the-warehouse-as-it-was-32e30e9c = গুদামের নাম, যেমন ছাপা হয়েছে।

# The names in its first line.
the-names-in-its-first-line-f5240057 = প্রথম লাইনের নামগুলো।

# The names in the first line of the file.
the-names-in-the-first-line-of-the-file-c7e4cc1e = ফাইলের প্রথম লাইনের নামগুলো।

# The new key, encrypted.
the-new-key-encrypted-2d6ba30b = নতুন চাবি, সংকেতবদ্ধ।

# The next numbers are all taken: give a code.
the-next-numbers-are-all-taken-give-a-20578018 = পরের নম্বরগুলো সব নেওয়া: একটি কোড দিন।

# The next numbers were all typed as codes already. Choose a code.
the-next-numbers-were-all-typed-as-codes-bc2713f2 = পরের নম্বরগুলি সবই আগে কোড হিসেবে লেখা হয়েছে। একটি কোড বেছে নিন।

# The number another system gave it.
the-number-another-system-gave-it-773e3d79 = অন্য ব্যবস্থার দেওয়া নম্বর।

# the number is too large
the-number-is-too-large-7af5ab5a = সংখ্যাটি বেশি বড়

# the number is too large: at most {most}
the-number-is-too-large-at-most-most-e0d8de8d = সংখ্যাটি বেশি বড়: সর্বোচ্চ { $most }

# The number of entries on a page, 1 to 1,000; 50 where it is left out.
the-number-of-entries-on-a-page-1-to-1-fab286d7 = এক পাতায় দাখিলার সংখ্যা, 1 থেকে 1,000; না দিলে 50।

# The number of rows on a page, 1 to 1,000; 50 where it is left out.
the-number-of-rows-on-a-page-1-to-1-000-866b5246 = এক পাতায় সারির সংখ্যা, 1 থেকে 1,000; না দিলে 50।

# The number of the line in the sale, from 1.
the-number-of-the-line-in-the-sale-from-fc0a82dd = বিক্রয়ে লাইনের নম্বর, 1 থেকে।

# The number of the line it comes from.
the-number-of-the-line-it-comes-from-d9152159 = যে লাইন থেকে এসেছে তার নম্বর।

# The number of the new key.
the-number-of-the-new-key-6f6993d6 = নতুন চাবির নম্বর।

# The number of the step.
the-number-of-the-step-a3e76ef1 = ধাপের নম্বর।

# The number or name that SMS come from; at Twilio also a messaging service (MG…).
the-number-or-name-that-sms-come-from-at-4fea07b9 = যে নম্বর বা নাম থেকে SMS যায়; Twilio তে মেসেজিং সার্ভিসও (MG…)।

# The number that a device or another system gave it.
the-number-that-a-device-or-another-9c642cf2 = যন্ত্র বা অন্য ব্যবস্থার দেওয়া নম্বর।

# The number that a device printed, of the block that it has: it stays. One of no open block is flagged and becomes the reference.
the-number-that-a-device-printed-of-the-cdefc17f = যন্ত্র তার খণ্ড থেকে যে নম্বর ছেপেছে: সেটিই থাকে। কোনো খোলা খণ্ডের না হলে চিহ্নিত হয় এবং সূত্র হয়ে যায়।

# The number; the next one where none is given: `L00001`.
the-number-the-next-one-where-none-is-47cd3655 = নম্বর; না দিলে পরেরটি: `L00001`।

# The numbers have two decimal marks: “{text}” in line {line}, “{other}” in line {other_line}. State one as `decimal`; rows of the other are then refused.
the-numbers-have-two-decimal-marks-text-9eed1176 = সংখ্যায় দুই রকম দশমিক চিহ্ন: লাইন { $line } এ “{ $text }”, লাইন { $other_line } এ “{ $other }”। `decimal` দিয়ে একটি বলুন; অন্য রকমের সারি তখন প্রত্যাখ্যান হয়।

# The numbers of {device} have been taken back already.
the-numbers-of-device-have-been-taken-2dbb965b = { $device } এর নম্বরগুলো আগেই ফিরিয়ে নেওয়া হয়েছে।

# The numbers of {document} have a series for this site from this day on already.
the-numbers-of-document-have-a-series-8aaad937 = এই দিন থেকে এই শাখায় { $document } এর নম্বরের একটি ক্রমিক আগেই আছে।

# The order of day, month and year in dates; found out where it is left out.
the-order-of-day-month-and-year-in-dates-61cf2135 = তারিখে দিন, মাস ও বছরের ক্রম; না দিলে নিজে খুঁজে নেওয়া হয়।

# The paper.
the-paper-d9775aa8 = কাগজটি।

# The parameter “{name}” comes twice.
the-parameter-name-comes-twice-07304212 = “{ $name }” প্যারামিটার দুবার এসেছে।

# The parameter “{name}” holds a NUL character, which no text has.
the-parameter-name-holds-a-nul-character-4fd8411f = “{ $name }” প্যারামিটারে NUL অক্ষর আছে, যা কোনো লেখায় থাকে না।

# The parameters are longer than 8,000 bytes.
the-parameters-are-longer-than-8-000-929bb10d = প্যারামিটারগুলো 8,000 বাইটের বেশি।

# The parameters of its address.
the-parameters-of-its-address-ee7a056f = এর ঠিকানার প্যারামিটার।

# The parameters of its address: filters, order, days; also those in its path.
the-parameters-of-its-address-filters-cefef530 = এর ঠিকানার প্যারামিটার: ফিল্টার, ক্রম, দিন; পাথের প্যারামিটারও।

# The parked event.
the-parked-event-0b028f21 = স্থগিত ঘটনা।

# The part of it that is free.
the-part-of-it-that-is-free-4cca5614 = এর যে অংশ মুক্ত।

# The part of it that is reserved.
the-part-of-it-that-is-reserved-8602c652 = এর যে অংশ সংরক্ষিত।

# The part of the program that could not take it.
the-part-of-the-program-that-could-not-59408370 = প্রোগ্রামের যে অংশ এটি নিতে পারেনি।

# The part of the total that a device printed but that was neither paid nor is owed; below zero where more was paid. Posted to cash over and short.
the-part-of-the-total-that-a-device-d0d045de = যন্ত্র যে মোট ছেপেছে তার যে অংশ পরিশোধও হয়নি, পাওনাও নয়; বেশি পরিশোধ হলে শূন্যের নিচে। নগদ ঘাটতি-উদ্বৃত্ত হিসাবে দাখিল হয়।

# The password could not be read: {why}.
the-password-could-not-be-read-why-8f4adc82 = পাসওয়ার্ড পড়া যায়নি: { $why }।

# The path holds a NUL character, which no id and no code has.
the-path-holds-a-nul-character-which-no-5e1cc368 = পাথে NUL অক্ষর আছে, যা কোনো আইডি বা কোডে থাকে না।

# The path is not UTF-8 text.
the-path-is-not-utf-8-text-83b37407 = পাথটি UTF-8 লেখা নয়।

# The payment method: id or code.
the-payment-method-id-or-code-a25ad64c = পরিশোধ পদ্ধতি: আইডি বা কোড।

# The payments.
the-payments-79eff61f = পরিশোধগুলো।

# The payments or refunds.
the-payments-or-refunds-26b6cccf = পরিশোধ বা ফেরত টাকা।

# The period {month} is {state} already.
the-period-month-is-state-already-ba473a64 = মেয়াদ { $month } আগেই { $state }।

# The period {month} is still open: close it first.
the-period-month-is-still-open-close-it-5fa64c78 = মেয়াদ { $month } এখনো খোলা: আগে তা বন্ধ করুন।

# The period of {date} is closed.
the-period-of-date-is-closed-a269405c = { $date } তারিখের মেয়াদ বন্ধ।

# The permission {permission} cannot be limited like this. Its scopes are: {scopes}.
the-permission-permission-cannot-be-62562041 = অনুমতি { $permission } এভাবে সীমিত করা যায় না। এর পরিসর: { $scopes }।

# The permissions.
the-permissions-7214fa32 = অনুমতিগুলো।

# The place of the last entry before it was closed; 0 where the journal was empty.
the-place-of-the-last-entry-before-it-89326778 = বন্ধের আগে শেষ দাখিলার স্থান; জার্নাল খালি থাকলে 0।

# The place of the last entry that a statement knows; all entries where it is left out. A statement is the same paper with the same one only.
the-place-of-the-last-entry-that-a-321e149f = বিবরণী শেষ যে দাখিলা পর্যন্ত জানে তার স্থান; না দিলে সব দাখিলা। শুধু একই স্থান দিলেই বিবরণী একই কাগজ হয়।

# The place of the last entry that the report knows; all entries where it is left out.
the-place-of-the-last-entry-that-the-94a1f794 = প্রতিবেদনে যে শেষ দাখিলা জানা তার স্থান; না দিলে সব দাখিলা।

# The policy by which it waits.
the-policy-by-which-it-waits-c4e1c5bd = যে নীতি অনুযায়ী এটি অপেক্ষায় আছে।

# The policy.
the-policy-fb9a6180 = নীতি।

# The price of one unit as entered: with or without tax, as the company's setting says.
the-price-of-one-unit-as-entered-with-or-d5e19a33 = এক এককের দাম যেমন দেওয়া হয়েছে: করসহ বা কর ছাড়া, কোম্পানির সেটিং অনুযায়ী।

# The price of one unit, not below zero; that of an adjustment of bad debt may be.
the-price-of-one-unit-not-below-zero-80c7eb4c = এক এককের দাম, শূন্যের কম নয়; কুঋণ সমন্বয়ে কম হতে পারে।

# The price of one unit; the list price where it is left out.
the-price-of-one-unit-the-list-price-38b06766 = এক এককের দাম; না দিলে তালিকা-মূল্য।

# The printed number.
the-printed-number-3b0dc147 = ছাপা নম্বর।

# The printed number of that document.
the-printed-number-of-that-document-8695db84 = সেই দলিলের ছাপা নম্বর।

# The printed number of the entry.
the-printed-number-of-the-entry-091acc87 = দাখিলার ছাপা নম্বর।

# The private key (VAPID), for push to browsers. `sanduk push-key` makes one.
the-private-key-vapid-for-push-to-6f51c73b = গোপন চাবি (VAPID), ব্রাউজারে পুশ পাঠাতে। `sanduk push-key` একটি তৈরি করে।

# The problem in words.
the-problem-in-words-c44ab0ff = সমস্যা, কথায়।

# The process that does it.
the-process-that-does-it-bb146186 = যে প্রসেস এটি করে।

# The product.
the-product-0d29da1f = পণ্য।

# The product, by id or SKU.
the-product-by-id-or-sku-734542a5 = পণ্য, আইডি বা SKU দিয়ে।

# The product by SKU …
the-product-by-sku-47e050e5 = পণ্য, SKU দিয়ে …

# The products.
the-products-47730992 = পণ্যগুলো।

# The products and quantities.
the-products-and-quantities-ccf4cb14 = পণ্য ও পরিমাণ।

# The products that are made where they are missing.
the-products-that-are-made-where-they-1222d331 = যে পণ্যগুলো না থাকলে তৈরি হয়।

# The provider does not want to be asked before.
the-provider-does-not-want-to-be-asked-82fd77de = সেবাদাতা এর আগে আবার অনুরোধ চান না।

# The purpose in words.
the-purpose-in-words-091deb5e = কথায় উদ্দেশ্য।

# The push target.
the-push-target-949c5495 = পুশ-গন্তব্য।

# The quantity.
the-quantity-4b5ac505 = পরিমাণ।

# The quantity, more than 0.
the-quantity-more-than-0-ab631b7f = পরিমাণ, 0 এর বেশি।

# The quantity: positive found, negative lost.
the-quantity-positive-found-negative-af1fb21b = পরিমাণ: ধনাত্মক হলে পাওয়া, ঋণাত্মক হলে হারানো।

# The quantity that comes back.
the-quantity-that-comes-back-c15beb94 = যে পরিমাণ ফেরত আসে।

# The quantity that is sold or billed, where no goods move.
the-quantity-that-is-sold-or-billed-b0d2655a = বিক্রি বা বিল হওয়া পরিমাণ, যেখানে পণ্য সরে না।

# The quantity that is there.
the-quantity-that-is-there-e80585f2 = যে পরিমাণ আছে।

# The quantity that moves.
the-quantity-that-moves-5e06ba92 = যে পরিমাণ সরে।

# The quantity; what is missing becomes opening stock.
the-quantity-what-is-missing-becomes-d0b579fa = পরিমাণ; যা কম পড়ে তা প্রারম্ভিক মজুদ হয়।

# The quantity with the file's sign.
the-quantity-with-the-file-s-sign-23c79225 = ফাইলের চিহ্নসহ পরিমাণ।

# The query string is not UTF-8 text.
the-query-string-is-not-utf-8-text-4bee9d75 = কোয়েরিটি UTF-8 লেখা নয়।

# The rate; none where it is not taxed, which is not the same as taxed at 0.
the-rate-none-where-it-is-not-taxed-e8243948 = হার; করযোগ্য না হলে নেই, যা 0 হারে করযোগ্য হওয়ার সমান নয়।

# The reason.
the-reason-99632a72 = কারণ।

# The reason in words.
the-reason-in-words-d45194bc = কথায় কারণ।

# The reason in words; empty where none was given.
the-reason-in-words-empty-where-none-was-55576335 = কথায় কারণ; না দিলে খালি।

# The reason of a return.
the-reason-of-a-return-9097356e = ফেরতের কারণ।

# The reason, or the vehicle.
the-reason-or-the-vehicle-f03c26c8 = কারণ, বা গাড়ি।

# The receipt: its id or printed number.
the-receipt-its-id-or-printed-number-62042235 = রসিদ: আইডি বা ছাপা নম্বর।

# The receipt that has paid it.
the-receipt-that-has-paid-it-d6b7955c = যে রসিদ দিয়ে এটি শোধ হয়েছে।

# The refunds of the remainder. Where they are left out, it stays as a credit of the customer, or is refunded in cash where the sale names no customer.
the-refunds-of-the-remainder-where-they-9d9f526d = অবশিষ্টের ফেরত টাকা। না দিলে তা গ্রাহকের ক্রেডিট হিসেবে থাকে, অথবা বিক্রয়ে গ্রাহক না থাকলে নগদে ফেরত হয়।

# The request.
the-request-ee7a74f9 = অনুরোধ।

# The request is {state}: this cannot be done with it any more, or not yet.
the-request-is-state-this-cannot-be-done-a83e2e1c = অনুরোধের অবস্থা { $state }: এটি নিয়ে তা আর করা যায় না, অথবা এখনো করা যায় না।

# The resource of the document: the end of its path, `sales`.
the-resource-of-the-document-the-end-of-a7fd04b1 = দলিলের সংস্থান: এর পথের শেষ অংশ, `sales`।

# The resource of the row that it is about: the end of its path.
the-resource-of-the-row-that-it-is-about-35bd19c1 = যে সারি নিয়ে তার সংস্থান: এর পাথের শেষ অংশ।

# The resource of the row: the end of its path, `products`.
the-resource-of-the-row-the-end-of-its-7471b736 = সারির সংস্থান: এর পাথের শেষ অংশ, `products`।

# The return: its id or printed number.
the-return-its-id-or-printed-number-8590d3b3 = ফেরত: আইডি বা ছাপা নম্বর।

# The returned quantity.
the-returned-quantity-494e803e = ফেরত পরিমাণ।

# The role “owner” has every permission and keeps it.
the-role-owner-has-every-permission-and-37085ea2 = “owner” ভূমিকার সব অনুমতি আছে এবং থাকবে।

# The role “{role}” belongs to every company and cannot be deleted.
the-role-role-belongs-to-every-company-2f736292 = “{ $role }” ভূমিকা সব কোম্পানিতে থাকে, মোছা যায় না।

# The role “{role}” has the permission {permission}, which you do not have for every row. Ask an owner.
the-role-role-has-the-permission-d1e71de5 = “{ $role }” ভূমিকায় { $permission } অনুমতি আছে, যা সব সারির জন্য আপনার নেই। কোনো মালিককে বলুন।

# The role “{role}” is, or was, that of {email}. Give that member another role first; where the membership has ended, name is_active: false beside it.
the-role-role-is-or-was-that-of-email-8a0335e7 = “{ $role }” ভূমিকাটি { $email } এর আছে বা ছিল। আগে সেই সদস্যকে অন্য ভূমিকা দিন; সদস্যপদ শেষ হয়ে থাকলে সঙ্গে is_active: false দিন।

# The role's code.
the-role-s-code-7cd3e373 = ভূমিকার কোড।

# The roles and members of whom one is enough at that step.
the-roles-and-members-of-whom-one-is-cbc084a1 = ভূমিকা ও সদস্য, সেই ধাপে যাদের একজনই যথেষ্ট।

# The roles of this company and their permissions.
the-roles-of-this-company-and-their-4ad00c1e = এই কোম্পানির ভূমিকা ও তাদের অনুমতি।

# The row has {found} cells, the first line has {wanted}: a delimiter or a quote is misplaced.
the-row-has-found-cells-the-first-line-ffd26511 = সারিতে { $found }টি ঘর, প্রথম লাইনে { $wanted }টি: বিভাজক বা উদ্ধৃতিচিহ্ন ভুল জায়গায়।

# The row: its id, code or printed number.
the-row-its-id-code-or-printed-number-b6872b56 = সারি: আইডি, কোড বা ছাপা নম্বর।

# The rows it covers; all where it is left out. Which scopes a permission knows, `GET /permissions/` says; each that a pattern covers must know the scope.
the-rows-it-covers-all-where-it-is-left-ed05d6b6 = যে সারিগুলোকে ঘিরে; না দিলে সব। কোন অনুমতি কোন পরিসর জানে তা `GET /permissions/` বলে; একটি ধাঁচ যা যা ধরে তার প্রতিটির সেই পরিসর জানা থাকতে হবে।

# The running server could not be asked: {why}.
the-running-server-could-not-be-asked-48f59a9b = চলমান সার্ভারকে জিজ্ঞেস করা যায়নি: { $why }।

# The sale has no line {n}.
the-sale-has-no-line-n-8b63862a = বিক্রয়ে { $n } নম্বর লাইন নেই।

# The sale: its id or printed number.
the-sale-its-id-or-printed-number-7127bd8c = বিক্রয়: আইডি বা ছাপা নম্বর।

# The sale that a return takes back, where it is known.
the-sale-that-a-return-takes-back-where-3e2418c1 = ফেরত যে বিক্রয় ফিরিয়ে নেয়, জানা থাকলে।

# The sales it settles; the earliest due where it is left out. The remainder is an advance.
the-sales-it-settles-the-earliest-due-4839a372 = যে বিক্রয়গুলো নিষ্পত্তি করে; না দিলে যার শেষ তারিখ আগে সেটি। অবশিষ্ট অগ্রিম।

# The sales it settles; the earliest due where it is left out.
the-sales-it-settles-the-earliest-due-c7000375 = যে বিক্রয়গুলো নিষ্পত্তি করে; না দিলে যার শেষ তারিখ আগে সেটি।

# The sales of another system, as CSV: documents are recorded with what they need, such as products, customers and fiscal years. A document that is refused is left out, all others are recorded.
the-sales-of-another-system-as-csv-1d587920 = অন্য ব্যবস্থার বিক্রয়, CSV হিসেবে: দলিল যা যা লাগে তা সহ নথিভুক্ত হয়, যেমন পণ্য, গ্রাহক ও অর্থবছর। প্রত্যাখ্যাত দলিল বাদ যায়, বাকি সব নথিভুক্ত হয়।

# The same in HTML, for e-mail.
the-same-in-html-for-e-mail-c9f4a280 = একই লেখা HTML-এ, ই-মেইলের জন্য।

# The same in words.
the-same-in-words-a657faa6 = একই কথা, কথায় লেখা।

# The secret {name} cannot be read: it was not encrypted for this place. Choose it anew.
the-secret-name-cannot-be-read-it-was-9699ea39 = গোপন মান { $name } পড়া যায় না: এটি এই জায়গার জন্য সংকেতবদ্ধ হয়নি। নতুন করে দিন।

# The secret of the account.
the-secret-of-the-account-7fd21481 = অ্যাকাউন্টের গোপন মান।

# The secrets.
the-secrets-b231d70d = গোপন মানগুলো।

# The secrets of this company were encrypted with another key than SANDUK_SECRET_KEY. Give the old key behind the new one, separated by a comma, and run “sanduk secrets rotate”.
the-secrets-of-this-company-were-bbb63b6c = এই কোম্পানির গোপন মানগুলো SANDUK_SECRET_KEY ছাড়া অন্য চাবিতে সংকেতবদ্ধ হয়েছে। নতুন চাবির পরে কমা দিয়ে পুরনোটি দিন এবং “sanduk secrets rotate” চালান।

# The series that the numbers are of.
the-series-that-the-numbers-are-of-c5d2ff14 = নম্বরগুলো যে ক্রমিকের।

# The server is stopping.
the-server-is-stopping-79e3613f = সার্ভার বন্ধ হচ্ছে।

# The server stopped. Run the import again: it goes on where it was.
the-server-stopped-run-the-import-again-c12ad08a = সার্ভার বন্ধ হয়েছে। আমদানি আবার চালান: যেখানে ছিল সেখান থেকে চলবে।

# The setting.
the-setting-92252c1a = সেটিং।

# The SHA-256 of its content, in hexadecimal: where it is kept.
the-sha-256-of-its-content-in-1b318408 = এর বিষয়বস্তুর SHA-256, হেক্সাডেসিমেলে: যেখানে এটি রাখা হয়।

# The SHA-256 of its content, in hexadecimal.
the-sha-256-of-its-content-in-59f63f5a = বিষয়বস্তুর SHA-256, ষোলভিত্তিক সংখ্যায়।

# The sheet of a workbook; the first one where it is left out.
the-sheet-of-a-workbook-the-first-one-5df3ebba = ওয়ার্কবুকের শিট; না দিলে প্রথমটি।

# The signature is missing, or is not by the secret of this door.
the-signature-is-missing-or-is-not-by-4becd423 = স্বাক্ষর নেই, অথবা তা এই দ্বারের গোপন মান দিয়ে করা নয়।

# The site, by id or code.
the-site-by-id-or-code-acd4755d = শাখা, আইডি বা কোড দিয়ে।

# The site: id or code; the main site where it is left out.
the-site-id-or-code-the-main-site-where-6ffac5d5 = শাখা: আইডি বা কোড; না দিলে প্রধান শাখা।

# The site in whose books it is; any where none is named.
the-site-in-whose-books-it-is-any-where-6c0c4984 = যে শাখার বইয়ে আছে; নাম না দিলে যেকোনোটি।

# The site in whose books it is.
the-site-in-whose-books-it-is-d9d55873 = যে শাখার বইয়ে আছে।

# The site it belongs to.
the-site-it-belongs-to-fa128d21 = যে শাখার।

# The site of the device.
the-site-of-the-device-8a3fe723 = যন্ত্রের শাখা।

# The site or user; nil for the company.
the-site-or-user-nil-for-the-company-caeaf886 = শাখা বা ব্যবহারকারী; কোম্পানির জন্য শূন্য আইডি।

# The site, where it is chosen for one.
the-site-where-it-is-chosen-for-one-432e478c = শাখা, যদি শাখার জন্য ঠিক করা হয়।

# The site, where it was chosen for one.
the-site-where-it-was-chosen-for-one-fcc0e1d7 = শাখা, যদি শাখার জন্য ঠিক করা হয়ে থাকে।

# The site whose documents it numbers; those of all sites that have no series of their own where it is left out.
the-site-whose-documents-it-numbers-d5874259 = যে শাখার দলিলে নম্বর দেয়; না দিলে যেসব শাখার নিজস্ব ক্রমিক নেই তাদের সবার।

# The site whose letterhead it has; that of the company where none is chosen.
the-site-whose-letterhead-it-has-that-of-19ebbe4e = যে শাখার প্যাডে লেখা হয়; বেছে না নিলে কোম্পানির প্যাড।

# The SKU, as it was printed.
the-sku-as-it-was-printed-6ea34711 = SKU, যেমন ছাপা হয়েছে।

# The source.
the-source-3981170d = উৎস।

# The sources for which a door can be opened.
the-sources-for-which-a-door-can-be-423b198d = যে উৎসগুলোর জন্য দ্বার খোলা যায়।

# The state in which it is now.
the-state-in-which-it-is-now-db84ffbc = এখন যে অবস্থায় আছে।

# The state of the period after it.
the-state-of-the-period-after-it-a2f96fe5 = এরপর মেয়াদের অবস্থা।

# The statement has more than {max} lines. Ask for a shorter time.
the-statement-has-more-than-max-lines-79976b6d = বিবরণীতে { $max }টির বেশি লাইন। কম সময়ের জন্য চান।

# The status of the last answer.
the-status-of-the-last-answer-b867216c = শেষ উত্তরের স্ট্যাটাস।

# The step that waits is decided by others.
the-step-that-waits-is-decided-by-others-a520c637 = যে ধাপ অপেক্ষায় আছে তার সিদ্ধান্ত অন্যেরা নেন।

# The step that waits, or was the last to wait.
the-step-that-waits-or-was-the-last-to-8476f47e = যে ধাপ অপেক্ষায় আছে, অথবা সবশেষে অপেক্ষায় ছিল।

# The stock of the product at this site would be too large to be counted.
the-stock-of-the-product-at-this-site-a6a29530 = এই শাখায় পণ্যটির মজুদ গোনার পক্ষে বেশি বড় হয়ে যেত।

# The storage location of its goods.
the-storage-location-of-its-goods-1fda126d = এর পণ্য রাখার স্থান।

# The subscription.
the-subscription-0c896ea9 = সাবস্ক্রিপশন।

# The sums of this report tell what goods cost, for which you need inventory.value.view. The general ledger shows accounts that have nothing to do with the cost of goods.
the-sums-of-this-report-tell-what-goods-82a1728b = এই প্রতিবেদনের যোগফল পণ্যের ব্যয় জানায়, যার জন্য inventory.value.view অনুমতি লাগে। পণ্যের ব্যয়ের সঙ্গে সম্পর্ক নেই এমন হিসাব সাধারণ খতিয়ানে দেখা যায়।

# The supplier: id or code. Without one the goods are opening stock.
the-supplier-id-or-code-without-one-the-b3957126 = সরবরাহকারী: আইডি বা কোড। না দিলে পণ্য প্রারম্ভিক মজুদ।

# The supplier's delivery note.
the-supplier-s-delivery-note-552939dc = সরবরাহকারীর চালান।

# The tax.
the-tax-4d6deecd = কর।

# The tax as a fraction of the net price, from 0 to 1: `0.2` is 20 %.
the-tax-as-a-fraction-of-the-net-price-fb4bb4bf = কর, নিট দামের ভগ্নাংশ হিসেবে, 0 থেকে 1: `0.2` হলো 20 %।

# The tax, as the device printed it.
the-tax-as-the-device-printed-it-284be5bb = কর, যন্ত্র যেমন ছেপেছে।

# The tax category on the device: id or code; the product's where it is left out.
the-tax-category-on-the-device-id-or-5a631e78 = যন্ত্রে যে কর শ্রেণি: আইডি বা কোড; না দিলে পণ্যেরটি।

# The tax is between zero and the line's total of {total}.
the-tax-is-between-zero-and-the-line-s-01b1c740 = কর শূন্য থেকে লাইনের মোট { $total } এর মধ্যে হয়।

# The tax rate on the device, from 0 to 1; that of the tax category where it is left out.
the-tax-rate-on-the-device-from-0-to-1-746fccdf = যন্ত্রে করের হার, 0 থেকে 1; না দিলে কর শ্রেণির হার।

# The telephone number.
the-telephone-number-ab1e3acd = টেলিফোন নম্বর।

# The template of the provider that is sent in the place of the text, as a JSON object.
the-template-of-the-provider-that-is-ad536cfe = সেবাদাতার যে টেমপ্লেট লেখার বদলে পাঠানো হয়, একটি JSON অবজেক্ট হিসেবে।

# The template that is sent by WhatsApp, which sends texts only to those who have written in the last day: `hello_world` where none is named.
the-template-that-is-sent-by-whatsapp-4de92f94 = WhatsApp-এ যে টেমপ্লেট পাঠানো হয়; গত এক দিনের মধ্যে যাঁরা লিখেছেন শুধু তাঁদেরই WhatsApp লেখা পাঠায়: নাম না দিলে `hello_world`।

# The template that WhatsApp has approved, which is sent in the place of the text.
the-template-that-whatsapp-has-approved-6aa159a1 = WhatsApp-এর অনুমোদিত টেমপ্লেট, যা লেখার বদলে পাঠানো হয়।

# The terms of payment: the days from the date of a sale on account until it is due, at most ten years. Those of the setting `sales.payment_days` where it has none of its own.
the-terms-of-payment-the-days-from-the-2ae41f3c = পরিশোধের শর্ত: বাকিতে বিক্রয়ের তারিখ থেকে পরিশোধের শেষ দিন পর্যন্ত দিনসংখ্যা, সর্বোচ্চ দশ বছর। নিজের না থাকলে `sales.payment_days` সেটিংয়েরটি।

# The text.
the-text-d5484157 = লেখা।

# The text. `{{ number }}` is a field of the event, `{{ total | money(currency) }}` an amount, `{{ business_date | date }}` a day, `{{ recipient.name }}` who reads it, `{{ company.name }}` who writes.
the-text-number-is-a-field-of-the-event-a6aef66c = লেখা। `{ "{{" } number { "}}" }` ঘটনার একটি ঘর, `{ "{{" } total | money(currency) { "}}" }` একটি অঙ্ক, `{ "{{" } business_date | date { "}}" }` একটি দিন, `{ "{{" } recipient.name { "}}" }` যিনি পড়েন, `{ "{{" } company.name { "}}" }` যারা লেখে।

# The time.
the-time-44c31b81 = সময়।

# The time of the day: `09:30`.
the-time-of-the-day-09-30-4c820813 = দিনের সময়: `09:30`।

# The token has been used already, has expired, or never existed. Ask for another.
the-token-has-been-used-already-has-7a8eeda1 = টোকেনটি ব্যবহৃত, মেয়াদোত্তীর্ণ বা কখনো ছিল না। আরেকটি চান।

# The token of a system user.
the-token-of-a-system-user-826317e5 = একজন সিস্টেম-ব্যবহারকারীর টোকেন।

# The token of the account, by which its reports are signed, too.
the-token-of-the-account-by-which-its-328e6efb = অ্যাকাউন্টের টোকেন, যা দিয়ে এর প্রতিবেদনও স্বাক্ষরিত হয়।

# The token that Firebase has given the app.
the-token-that-firebase-has-given-the-98e2e214 = Firebase অ্যাপটিকে যে টোকেন দিয়েছে।

# The total with tax, as the device printed it: it stands, and lines and payments that differ are flagged. Where it is left out, the payments decide: cash above the total of the lines is change; any other payment that differs from it is the price agreed.
the-total-with-tax-as-the-device-printed-88aca8fb = করসহ মোট, যন্ত্র যেমন ছেপেছে: এটিই থাকে, আর যে লাইন ও পরিশোধ মেলে না তা চিহ্নিত হয়। না দিলে পরিশোধ থেকে ঠিক হয়: লাইনগুলোর মোটের বেশি নগদ হলো ভাংতি; অন্য পরিশোধ মোট থেকে আলাদা হলে সেটিই স্থির করা দাম।

# The total with tax.
the-total-with-tax-f3bed0cf = করসহ মোট।

# The type of its values. It stays as long as rows have values.
the-type-of-its-values-it-stays-as-long-17d390cd = এর মানের ধরন। সারিতে মান থাকা পর্যন্ত থাকে।

# The user; nil for the program itself.
the-user-nil-for-the-program-itself-5c009338 = ব্যবহারকারী; প্রোগ্রাম নিজে হলে শূন্য আইডি।

# The user's id.
the-user-s-id-f0152d68 = ব্যবহারকারীর আইডি।

# The user to whom it belongs.
the-user-to-whom-it-belongs-c2d28fda = যে ব্যবহারকারীর।

# The user who asked for it; nil for the program itself.
the-user-who-asked-for-it-nil-for-the-d73854a6 = যে ব্যবহারকারী চেয়েছেন; প্রোগ্রাম নিজে হলে শূন্য আইডি।

# The user who asks.
the-user-who-asks-8c1b107f = যে ব্যবহারকারী অনুরোধ করেন।

# The user who began it, by whose rights it runs.
the-user-who-began-it-by-whose-rights-it-5cd12422 = যে ব্যবহারকারী শুরু করেছেন, যাঁর অধিকারে চলে।

# The user who caused it.
the-user-who-caused-it-2d6512fd = যে ব্যবহারকারী এটি ঘটিয়েছেন।

# The user who caused it; null for the program itself.
the-user-who-caused-it-null-for-the-7ea5f7a0 = যে ব্যবহারকারী এটি ঘটিয়েছেন; প্রোগ্রাম নিজে হলে null।

# The user who chose it.
the-user-who-chose-it-b85bbfaa = যে ব্যবহারকারী এটি বেছেছেন।

# The user who made it.
the-user-who-made-it-1352fb09 = যে ব্যবহারকারী এটি তৈরি করেছেন।

# The user who opened it.
the-user-who-opened-it-6f74cdc1 = যে ব্যবহারকারী এটি খুলেছেন।

# The value, as the setting's `kind` and bounds say.
the-value-as-the-setting-s-kind-and-82e5bc0b = মান, সেটিংয়ের `kind` ও সীমা অনুযায়ী।

# The value; none where there is none any more.
the-value-none-where-there-is-none-any-daa9e77c = মান; আর না থাকলে নেই।

# The value that counts for you, and at the site where one is named; of a secret `set` or `not set`.
the-value-that-counts-for-you-and-at-the-70d70429 = আপনার জন্য, ও শাখা দিলে সেই শাখায়, যে মান খাটে; গোপন মানের ক্ষেত্রে `set` বা `not set`।

# The version of that choice, for `If-Match`.
the-version-of-that-choice-for-if-match-f07af045 = সেই পছন্দের সংস্করণ, `If-Match` এর জন্য।

# The warehouse, by code, from which goods go and to which they come where none is named.
the-warehouse-by-code-from-which-goods-ad4de48f = কোনো গুদামের নাম না দিলে যে গুদাম থেকে পণ্য যায় ও যেখানে আসে, কোড দিয়ে।

# The warehouse: id or code; the main one where it is left out.
the-warehouse-id-or-code-the-main-one-8ca8707c = গুদাম: আইডি বা কোড; না দিলে প্রধানটি।

# The warehouse of its goods: id or code; the main one where it is left out.
the-warehouse-of-its-goods-id-or-code-0089a937 = এর পণ্যের গুদাম: আইডি বা কোড; না দিলে প্রধানটি।

# The warehouse the goods leave: id or code; the main one where it is left out.
the-warehouse-the-goods-leave-id-or-code-3ce2a0ba = যে গুদাম থেকে পণ্য বেরোয়: আইডি বা কোড; না দিলে প্রধানটি।

# The warehouse the goods leave or come back to.
the-warehouse-the-goods-leave-or-come-bebfc690 = যে গুদাম থেকে পণ্য বেরোয় বা যেখানে ফেরে।

# The warehouse they enter: id or code.
the-warehouse-they-enter-id-or-code-87fbed4a = যে গুদামে ঢোকে: আইডি বা কোড।

# The warehouse they leave: id or code.
the-warehouse-they-leave-id-or-code-dd50899d = যে গুদাম থেকে বেরোয়: আইডি বা কোড।

# The warehouse “{warehouse}” is not in use.
the-warehouse-warehouse-is-not-in-use-2b057148 = গুদাম “{ $warehouse }” ব্যবহৃত হচ্ছে না।

# The whole answer, as JSON.
the-whole-answer-as-json-2d86f747 = পুরো উত্তর, JSON হিসেবে।

# The words of a choice.
the-words-of-a-choice-5d5f4afe = পছন্দের শব্দগুলো।

# The words of a choice, a line for each; behind `=` what screens show: `red = Red paint`. A word that rows have stays.
the-words-of-a-choice-a-line-for-each-0ba26661 = পছন্দের শব্দগুলো, প্রতি লাইনে একটি; `=` এর পরে পর্দায় যা দেখায়: `red = Red paint`। সারিতে থাকা শব্দ থাকে।

# The workbook cannot be read: {why}.
the-workbook-cannot-be-read-why-adcd5d88 = ওয়ার্কবুকটি পড়া যায় না: { $why }।

# The workbook is damaged, or there is too much in it: split it, or save the sheet as CSV.
the-workbook-is-damaged-or-there-is-too-9d78ce34 = ওয়ার্কবুকটি নষ্ট, অথবা এতে বেশি কিছু আছে: ভাগ করুন, বা শিটটি CSV হিসেবে সংরক্ষণ করুন।

# The writer stopped before it answered.
the-writer-stopped-before-it-answered-c1965e71 = লেখক উত্তর দেওয়ার আগে থেমে গেছে।

# The year.
the-year-6c5cc8f1 = বছর।

# The year of Bikram Sambat.
the-year-of-bikram-sambat-ed089aa0 = বিক্রম সংবতের সাল।

# The years, in their order. Together they have as many days as before.
the-years-in-their-order-together-they-b4136098 = সালগুলো, ক্রমানুসারে। একসঙ্গে তাদের দিনসংখ্যা আগের মতোই।

# The years of Bikram Sambat with the lengths of their months: what a client needs to show days in it.
the-years-of-bikram-sambat-with-the-b67f0c83 = বিক্রম সংবতের সালগুলো, মাসের দৈর্ঘ্যসহ: এতে দিন দেখাতে প্রোগ্রামের যা লাগে।

# Their address or number.
their-address-or-number-8bdb204d = তাঁদের ঠিকানা বা নম্বর।

# Their e-mail address, as the user logs in with it.
their-e-mail-address-as-the-user-logs-in-974f3dc5 = তাঁর ই-মেইল ঠিকানা, যা দিয়ে লগ-ইন করেন।

# Their e-mail address.
their-e-mail-address-f12a7e5a = তাঁর ই-মেইল ঠিকানা।

# Their name.
their-name-42f78478 = তাঁর নাম।

# Their name in this company.
their-name-in-this-company-cc1c0fd6 = এই কোম্পানিতে তাঁর নাম।

# Their name; null where they are no member.
their-name-null-where-they-are-no-member-5cacb7c0 = তাঁর নাম; সদস্য না হলে null।

# Their role, in the place of their names.
their-role-in-the-place-of-their-names-e14bc72b = তাঁর ভূমিকা, নামের জায়গায়।

# There are more than {most} groups by {by}. Narrow the list down with filters.
there-are-more-than-most-groups-by-by-fca457f9 = { $by } অনুযায়ী { $most }টির বেশি দল আছে। ছাঁকনি দিয়ে তালিকা ছোট করুন।

# There are no data of Sanduk in {directory}. Name the right directory with --data-dir or SANDUK_DATA_DIR; “sanduk serve” and “sanduk tenant create” make a new one.
there-are-no-data-of-sanduk-in-directory-b819a584 = { $directory } এ Sanduk এর ডেটা নেই। --data-dir বা SANDUK_DATA_DIR দিয়ে ঠিক ডিরেক্টরি দিন; “sanduk serve” ও “sanduk tenant create” নতুনটি তৈরি করে।

# There are no data of Sanduk in the database that DATABASE_URL names. “sanduk serve” and “sanduk tenant create” begin there.
there-are-no-data-of-sanduk-in-the-c5e717bd = DATABASE_URL যে ডেটাবেস বলে তাতে Sanduk এর ডেটা নেই। “sanduk serve” ও “sanduk tenant create” সেখানে শুরু করে।

# There are no parameters here.
there-are-no-parameters-here-cf11fbfe = এখানে কোনো প্যারামিটার নেই।

# There is a company “{slug}” already, and it is another one.
there-is-a-company-slug-already-and-it-d4a1a250 = “{ $slug }” নামে একটি কোম্পানি আগেই আছে, এবং তা অন্য একটি।

# There is a {label} with this id already.
there-is-a-label-with-this-id-already-49a7691d = এই আইডির একটি { $label } আগেই আছে।

# There is a product with the SKU “{sku}” already.
there-is-a-product-with-the-sku-sku-47538cbb = “{ $sku }” SKU এর একটি পণ্য আগেই আছে।

# There is no account “{which}”.
there-is-no-account-which-0fc1186d = “{ $which }” নামে কোনো হিসাব নেই।

# There is no command “{command}” that could wait for an approval: /approvable-commands/ lists them.
there-is-no-command-command-that-could-a6400437 = অনুমোদনের অপেক্ষায় থাকতে পারে এমন “{ $command }” নামে কোনো নির্দেশ নেই: তালিকা /approvable-commands/ এ আছে।

# There is no command “{name}”.
there-is-no-command-name-c52c1875 = “{ $name }” নামে কোনো নির্দেশ নেই।

# There is no company at the host name {host}.
there-is-no-company-at-the-host-name-fe0abaf0 = { $host } হোস্ট-নামে কোনো কোম্পানি নেই।

# There is no company “{slug}”. Make it with: sanduk tenant create {slug} --name … --currency …
there-is-no-company-slug-make-it-with-b23d791b = “{ $slug }” নামে কোম্পানি নেই। তৈরি করুন: sanduk tenant create { $slug } --name … --currency …

# There is no day {day} in Bikram Sambat. It is written like 2083-03-15.
there-is-no-day-day-in-bikram-sambat-it-3b0087e0 = বিক্রম সংবতে { $day } নামে কোনো দিন নেই। লেখা হয় 2083-03-15 এর মতো।

# There is no deleted {noun} with the id “{text}”.
there-is-no-deleted-noun-with-the-id-e13effab = “{ $text }” আইডির কোনো মোছা { $noun } নেই।

# There is no door for “{source}”. Known are: {known}.
there-is-no-door-for-source-known-are-50cd08bd = “{ $source }” এর জন্য কোনো দ্বার নেই। জানা আছে: { $known }।

# There is no encoding “{name}”; known are for example utf-8, windows-1252, utf-16le.
there-is-no-encoding-name-known-are-for-333e8d58 = “{ $name }” নামে কোনো এনকোডিং নেই; জানা আছে যেমন utf-8, windows-1252, utf-16le।

# There is no event “{name}” of which other systems may hear. GET /api/v1/webhook-events/ lists them.
there-is-no-event-name-of-which-other-881facc4 = অন্য ব্যবস্থাকে জানানো যায় এমন “{ $name }” নামে কোনো ঘটনা নেই। তালিকা GET /api/v1/webhook-events/ এ আছে।

# There is no export “{what}”. Known: {known}.
there-is-no-export-what-known-known-175c8e6f = “{ $what }” নামে রপ্তানি নেই। জানা আছে: { $known }।

# There is no fiscal year that holds {date}. Open it first.
there-is-no-fiscal-year-that-holds-date-bc100709 = { $date } আছে এমন কোনো অর্থবছর নেই। আগে তা খুলুন।

# There is no job {name}.
there-is-no-job-name-6b611e10 = { $name } নামে কোনো কাজ নেই।

# There is no list, report or export “{name}”. Lists are called by the end of their paths, such as products.
there-is-no-list-report-or-export-name-7cb80ed0 = “{ $name }” নামে কোনো তালিকা, প্রতিবেদন বা রপ্তানি নেই। তালিকার নাম তার পথের শেষ অংশ, যেমন products।

# There is no list “{resource}” that can have fields. A code is list and name with a point between them: products.colour
there-is-no-list-resource-that-can-have-aec04122 = “{ $resource }” নামে এমন তালিকা নেই যাতে ঘর যোগ করা যায়। কোড হলো তালিকা ও নাম, মাঝে বিন্দু: products.colour

# There is no paper for {record}: sales, receipts, letters and customers, for a statement of account, have one.
there-is-no-paper-for-record-sales-4209c9b5 = { $record } এর কোনো ছাপা কাগজ নেই: আছে sales, receipts, letters ও (হিসাব বিবরণীর জন্য) customers এর।

# There is no parameter “{name}” here. Known: dry_run.
there-is-no-parameter-name-here-known-195a6c41 = এখানে “{ $name }” নামে প্যারামিটার নেই। জানা আছে: dry_run।

# There is no parameter “{name}” here. Known: {known}.
there-is-no-parameter-name-here-known-2b7db1ed = এখানে “{ $name }” নামে প্যারামিটার নেই। জানা আছে: { $known }।

# There is no parameter “{name}” here. Known: v.
there-is-no-parameter-name-here-known-v-65d54e7a = এখানে “{ $name }” নামে প্যারামিটার নেই। জানা আছে: v।

# There is no parameter “{name}”. Known are {known} and the filters {filters}.
there-is-no-parameter-name-known-are-fe73d4ef = “{ $name }” নামে প্যারামিটার নেই। জানা আছে { $known } এবং ছাঁকনি { $filters }।

# There is no parameter “{name}”. Known are: {known}.
there-is-no-parameter-name-known-are-ff5409ab = “{ $name }” নামে প্যারামিটার নেই। জানা আছে: { $known }।

# There is no permission “{permission}”. GET /api/v1/permissions/ lists them.
there-is-no-permission-permission-get-e65a5f0f = “{ $permission }” নামে অনুমতি নেই। GET /api/v1/permissions/ তালিকা দেয়।

# There is no preset “{name}”: online-retail or plain.
there-is-no-preset-name-online-retail-or-89cdb453 = “{ $name }” নামে পূর্বনির্ধারিত বিন্যাস নেই: online-retail বা plain।

# There is no result of it: the import is {state}.
there-is-no-result-of-it-the-import-is-84213616 = এর ফলাফল নেই: আমদানির অবস্থা { $state }।

# There is no setting {name}. Did you mean {nearest}?
there-is-no-setting-name-did-you-mean-ec8dc693 = { $name } নামে সেটিং নেই। { $nearest } বলতে চেয়েছেন কি?

# There is no such door. Ask the company for its address.
there-is-no-such-door-ask-the-company-64e157cf = এমন কোনো দ্বার নেই। কোম্পানির কাছে এর ঠিকানা জেনে নিন।

# There is no such field. Known are {known}.
there-is-no-such-field-known-are-known-31029b4b = এমন ঘর নেই। জানা আছে { $known }।

# There is no such field; none can be given here.
there-is-no-such-field-none-can-be-given-c7174546 = এমন ঘর নেই; এখানে কোনোটিই দেওয়া যায় না।

# There is no such field: this list has no custom fields. Make {name} at /custom-fields/ first.
there-is-no-such-field-this-list-has-no-3dd4010d = এমন ঘর নেই: এই তালিকায় নিজস্ব ঘর নেই। আগে /custom-fields/ এ { $name } তৈরি করুন।

# There is no {what} “{which}”.
there-is-no-what-which-4d86d3c2 = “{ $which }” নামে কোনো { $what } নেই।

# There is not enough stock for this.
there-is-not-enough-stock-for-this-59e05a15 = এর জন্য মজুদ যথেষ্ট নয়।

# There is nothing at this address. See /api/docs/.
there-is-nothing-at-this-address-see-api-ebb3df80 = এই ঠিকানায় কিছু নেই। /api/docs/ দেখুন।

# There is nothing called “{name}” that files are imported into. Known are {known}.
there-is-nothing-called-name-that-files-843fc073 = “{ $name }” নামে এমন কিছু নেই যাতে ফাইল আমদানি হয়। জানা আছে { $known }।

# There is nothing called “{name}” to listen to. Topics are lists such as products, one row as products/ID, and notifications.
there-is-nothing-called-name-to-listen-89ae5f9b = শোনার জন্য “{ $name }” নামে কিছু নেই। বিষয় হলো products এর মতো তালিকা, products/ID এর মতো একটি সারি, আর notifications।

# These years have {days} days together instead of {known}, so that all later years would move. Correct the next year with them.
these-years-have-days-days-together-99e26593 = এই বছরগুলোর মোট দিন { $known } এর বদলে { $days }, ফলে পরের সব বছর সরে যেত। সঙ্গে পরের বছরটিও সংশোধন করুন।

# This account is not in use.
this-account-is-not-in-use-a2b3b9c1 = এই হিসাব ব্যবহৃত হচ্ছে না।

# This address does not know this method; see Allow.
this-address-does-not-know-this-method-3a79f8a4 = এই ঠিকানা এই পদ্ধতি জানে না; Allow দেখুন।

# This address takes WebSockets only; /api/v1/live/ sends the same as events.
this-address-takes-websockets-only-api-bcaeb27a = এই ঠিকানা শুধু WebSocket নেয়; /api/v1/live/ একই জিনিস ইভেন্ট হিসেবে পাঠায়।

# This can not be pushed to: {why}.
this-can-not-be-pushed-to-why-f2187181 = এখানে পুশ পাঠানো যায় না: { $why }।

# This cannot be chosen for a {level}, only for: {known}.
this-cannot-be-chosen-for-a-level-only-ddf40701 = { $level } এর জন্য এটি ঠিক করা যায় না, শুধু এদের জন্য: { $known }।

# This command id belongs to another user's command.
this-command-id-belongs-to-another-user-d2a006af = এই নির্দেশ-আইডি অন্য ব্যবহারকারীর নির্দেশের।

# This command is not for a running server.
this-command-is-not-for-a-running-server-3b0a619d = এই নির্দেশ চলমান সার্ভারের জন্য নয়।

# This company is open already.
this-company-is-open-already-ffd14670 = এই কোম্পানি আগেই খোলা।

# This could not be made: {why}
this-could-not-be-made-why-61525f17 = এটি তৈরি করা যায়নি: { $why }

# This cursor does not belong to this list.
this-cursor-does-not-belong-to-this-list-bf763a1f = এই কার্সর এই তালিকার নয়।

# This date is too far away.
this-date-is-too-far-away-c0c5d912 = এই তারিখ বেশি দূরে।

# This door only takes what is sent to it by POST.
this-door-only-takes-what-is-sent-to-it-96a5b7d4 = এই দ্বার শুধু POST দিয়ে পাঠানো জিনিস নেয়।

# This event is not parked any more: it is {state}.
this-event-is-not-parked-any-more-it-is-6f1193b4 = এই ঘটনা আর স্থগিত নেই: অবস্থা { $state }।

# This file belongs to a {what} and stays.
this-file-belongs-to-a-what-and-stays-8b3977a0 = এই ফাইলটি একটি { $what } এর অংশ, তাই থাকে।

# This file is not there: it is {state}.
this-file-is-not-there-it-is-state-92f2b4e2 = এই ফাইলটি নেই: অবস্থা { $state }।

# This file is the value of a field of its row. Empty the field first.
this-file-is-the-value-of-a-field-of-its-aa7002d8 = এই ফাইল নিজ সারির একটি ঘরের মান। আগে ঘরটি খালি করুন।

# This has been changed in the meantime. Read it again.
this-has-been-changed-in-the-meantime-43cfc9ba = এরই মধ্যে এটি বদলেছে। আবার পড়ুন।

# This has happened on a device that was offline. It can be approved or rejected, not taken back.
this-has-happened-on-a-device-that-was-b18aee5e = এটি একটি অফলাইন যন্ত্রে ঘটে গেছে। এটি অনুমোদন বা প্রত্যাখ্যান করা যায়, ফিরিয়ে নেওয়া যায় না।

# This idempotency key was used for another request.
this-idempotency-key-was-used-for-8663fda8 = এই আইডেমপোটেন্সি-কী অন্য অনুরোধে ব্যবহৃত হয়েছে।

# This installation has no key for secrets. Who runs it sets SANDUK_SECRET_KEY to 32 random bytes in base64, made for example by “openssl rand -base64 32”, and keeps a copy: without it no secret can be read.
this-installation-has-no-key-for-secrets-f836e65a = এই স্থাপনায় গোপন মানের চাবি নেই। পরিচালক SANDUK_SECRET_KEY তে base64 এ 32টি এলোমেলো বাইট দেন, যেমন “openssl rand -base64 32” দিয়ে তৈরি, আর একটি কপি রাখেন: এটি ছাড়া কোনো গোপন মান পড়া যায় না।

# This is cancelled at {place}, where it was asked for.
this-is-cancelled-at-place-where-it-was-4904d56e = এটি বাতিল হয় { $place } এ, যেখানে চাওয়া হয়েছিল।

# This is neither a report nor a message as the provider sends them.
this-is-neither-a-report-nor-a-message-260ef77f = সেবাদাতা যেভাবে পাঠায়, এটি তেমন প্রতিবেদনও নয়, বার্তাও নয়।

# This is no description of a gateway: {why}.
this-is-no-description-of-a-gateway-why-e44cb47c = এটি কোনো গেটওয়ের বিবরণ নয়: { $why }।

# This is not an HTTP/1.1 request: its first line or one of its headers cannot be read.
this-is-not-an-http-1-1-request-its-9eee1dfb = এটি HTTP/1.1 অনুরোধ নয়: প্রথম লাইন বা কোনো হেডার পড়া যায় না।

# This is not an income account.
this-is-not-an-income-account-8b1cb3f3 = এটি আয়ের হিসাব নয়।

# This is still being made. Ask again in a moment.
this-is-still-being-made-ask-again-in-a-4d6a2190 = এটি এখনো তৈরি হচ্ছে। একটু পরে আবার চেষ্টা করুন।

# This is the id of a request for approval: what it asks for is carried out by the program.
this-is-the-id-of-a-request-for-approval-f77ddd16 = এটি অনুমোদনের একটি অনুরোধের আইডি: এতে যা চাওয়া হয়েছে তা প্রোগ্রাম নিজে সম্পন্ন করে।

# This is the import of somebody else, into what you may not write.
this-is-the-import-of-somebody-else-into-9cd8b519 = এটি অন্য কারও আমদানি, যাতে আপনি লিখতে পারেন না।

# This job is being done.
this-job-is-being-done-10304c37 = এই কাজটি চলছে।

# This job is not over: it is {state}.
this-job-is-not-over-it-is-state-1d186895 = এই কাজটি শেষ হয়নি: অবস্থা { $state }।

# This job is over. Ask for it anew at {place}.
this-job-is-over-ask-for-it-anew-at-514870bc = এই কাজটি শেষ। { $place } এ নতুন করে চান।

# This job is over: it is {state}.
this-job-is-over-it-is-state-ab091cda = এই কাজটি শেষ: অবস্থা { $state }।

# This {label} exists already.
this-label-exists-already-7162a10f = এই { $label } আগেই আছে।

# This {label} is still in use and cannot be deleted.
this-label-is-still-in-use-and-cannot-be-61590827 = এই { $label } এখনো ব্যবহৃত, মোছা যায় না।

# This {label} is still in use. Make it inactive instead.
this-label-is-still-in-use-make-it-dde3c2df = এই { $label } এখনো ব্যবহৃত। বরং নিষ্ক্রিয় করুন।

# This letter was printed and stays as it is. Write a new one.
this-letter-was-printed-and-stays-as-it-cb835850 = চিঠিটি ছাপা হয়েছে, তাই আর বদলায় না। নতুন একটি লিখুন।

# This link has expired or was never given out. Ask for another one.
this-link-has-expired-or-was-never-given-5f0f75b2 = এই লিংকের মেয়াদ শেষ, অথবা কখনো দেওয়া হয়নি। আরেকটি চান।

# This needs the permission {permission}, which your role does not have.
this-needs-the-permission-permission-36aef8d7 = এর জন্য { $permission } অনুমতি লাগে, যা আপনার ভূমিকায় নেই।

# This product is in stock, reserved or in the journal: its kind and its unit stay. Make another product instead.
this-product-is-in-stock-reserved-or-in-74fafbf7 = এই পণ্য মজুদে, সংরক্ষণে বা জার্নালে আছে: এর ধরন ও একক বদলায় না। আরেকটি পণ্য তৈরি করুন।

# This program does not know version {version} of the command “{command}”.
this-program-does-not-know-version-76c1dabb = এই প্রোগ্রাম “{ $command }” নির্দেশের { $version } সংস্করণ জানে না।

# This program has no data step {number} of the module {module}.
this-program-has-no-data-step-number-of-3b40e339 = এই প্রোগ্রামে { $module } মডিউলের { $number } নম্বর ডেটা-ধাপ নেই।

# This program has no subscriber {subscriber}.
this-program-has-no-subscriber-9f53baee = এই প্রোগ্রামে { $subscriber } নামে গ্রাহক-অংশ নেই।

# This reservation is {state} already.
this-reservation-is-state-already-1eb80afe = এই সংরক্ষণ আগেই { $state }।

# This session has ended. Log in again.
this-session-has-ended-log-in-again-32758930 = এই সেশন শেষ। আবার লগ-ইন করুন।

# This takes longer to read than one request may. Ask for less: a shorter span of dates, or a filter.
this-takes-longer-to-read-than-one-2402a0f9 = এটি পড়তে একটি অনুরোধের সময়ের চেয়ে বেশি লাগে। কম চান: ছোট সময়কাল বা একটি ছাঁকনি।

# This took too long. What was asked may still be done; send it again under the same key to see.
this-took-too-long-what-was-asked-may-a6f904e1 = এতে বেশি সময় লেগেছে। যা চাওয়া হয়েছিল তা হয়তো হবে; দেখতে একই কী দিয়ে আবার পাঠান।

# This user belongs, or has belonged, to another company too. Only they themselves, or the operator of the server, can reset their password.
this-user-belongs-or-has-belonged-to-60b42f65 = এই ব্যবহারকারী অন্য কোম্পানিরও সদস্য বা ছিলেন। শুধু তিনি নিজে, বা সার্ভারের পরিচালক, তাঁর পাসওয়ার্ড রিসেট করতে পারেন।

# This warehouse owes goods: receive them or correct its stock first.
this-warehouse-owes-goods-receive-them-bab21bfc = এই গুদাম পণ্য দেনা: আগে তা গ্রহণ করুন বা মজুদ সংশোধন করুন।

# This was done before; its answer has been erased.
this-was-done-before-its-answer-has-been-f7144ce2 = এটি আগে করা হয়েছে; উত্তরটি মুছে ফেলা হয়েছে।

# Thousands
thousands = হাজার

# thousands is 1,234,567, lakhs 12,34,567.
thousands-is-1-234-567-lakhs-12-34-567-bbba3a85 = thousands হলো 1,234,567, lakhs 12,34,567।

# Thursday
thursday = বৃহস্পতিবার

# Time
time = সময়

# Time of the daily e-mail
time-of-the-daily-e-mail-a02adc74 = দৈনিক ই-মেইলের সময়

# Timezone
timezone = সময়-অঞ্চল

# Title
title = শিরোনাম

# {title} {number} from {company}
title-number-from-company-0553a0c1 = { $company } থেকে { $title } { $number }

# {title} {number} is attached.
title-number-is-attached-35ad90a0 = { $title } { $number } সংযুক্ত আছে।

# Tls
tls = TLS সংযোগ

# To
to = পর্যন্ত

# To be shown small, an image may have {mebibytes} MiB, 40 million pixels and sides of 16384 pixels at most.
to-be-shown-small-an-image-may-have-ad369b92 = ছোট করে দেখাতে ছবি সর্বোচ্চ { $mebibytes } MiB, 4 কোটি পিক্সেল ও 16384 পিক্সেল বাহুর হতে পারে।

# To day
to-day = যে দিন পর্যন্ত

# To user
to-user = যে ব্যবহারকারীকে

# To whom.
to-whom-6548a9c7 = কাকে লেখা।

# To whom: an address, a number in international form, or the id of a push target.
to-whom-an-address-a-number-in-9916efc3 = কাকে: একটি ঠিকানা, আন্তর্জাতিক রূপে একটি নম্বর, অথবা একটি পুশ-গন্তব্যের আইডি।

# To whom: an address of e-mail, or a telephone number. E-mail goes to yourself where nobody is named, push always does.
to-whom-an-address-of-e-mail-or-a-247e3401 = কাকে: একটি ই-মেইল ঠিকানা, অথবা একটি টেলিফোন নম্বর। কারও নাম না দিলে ই-মেইল আপনার নিজের কাছে যায়; পুশ সব সময় আপনার কাছেই যায়।

# To whom; the address of the customer or supplier where it is left out.
to-whom-the-address-of-the-customer-or-4185c567 = কাকে; না দিলে গ্রাহক বা সরবরাহকারীর ঠিকানায়।

# Today, {today}, would lie in no fiscal year. Open the one that starts on {next} first.
today-today-would-lie-in-no-fiscal-year-5be71184 = আজ { $today } কোনো অর্থবছরে পড়ত না। আগে { $next } তারিখে শুরু হওয়াটি খুলুন।

# Token
token = টোকেন

# Token, host name and X-Tenant do not name the same company.
token-host-name-and-x-tenant-do-not-name-867930bc = টোকেন, হোস্টের নাম ও X-Tenant একই কোম্পানির নয়।

# Told at
told-at = জানানোর সময়

# Tombstone
tombstone = মোছার চিহ্ন

# Too large
too-large = বেশি বড়

# Too long
too-long = বেশি লম্বা

# Too many commands
too-many-commands = নির্দেশ বেশি

# Too many connections
too-many-connections = সংযোগ বেশি

# Too many connections are open here or from your address. Close some, or try again in a moment.
too-many-connections-are-open-here-or-db5c4b47 = এখানে বা আপনার ঠিকানা থেকে বেশি সংযোগ খোলা। কয়েকটি বন্ধ করুন, বা একটু পরে চেষ্টা করুন।

# Too many connections listen already. Close some, or try again in a moment.
too-many-connections-listen-already-255f0b8c = বেশি সংযোগ আগেই শুনছে। কয়েকটি বন্ধ করুন, বা একটু পরে চেষ্টা করুন।

# Too many decimals
too-many-decimals = দশমিক ঘর বেশি

# Too many failed tries
too-many-failed-tries = ব্যর্থ চেষ্টা বেশি

# Too many fields
too-many-fields = ঘর বেশি

# Too many files
too-many-files = ফাইল বেশি

# Too many groups
too-many-groups = দল বেশি

# Too many lines
too-many-lines = লাইন বেশি

# Too many listeners
too-many-listeners = শ্রোতা বেশি

# Too many log-ins
too-many-log-ins-a972b073 = লগ-ইন বেশি

# Too many log-ins are waiting for their turn. Try again in a second.
too-many-log-ins-are-waiting-for-their-afe9516b = বেশি লগ-ইন পালার অপেক্ষায়। এক সেকেন্ড পরে আবার চেষ্টা করুন।

# Too many requests
too-many-requests = অনুরোধ বেশি

# Too many rows
too-many-rows = সারি বেশি

# Too many schedules
too-many-schedules = সময়সূচি বেশি

# Too many subscriptions
too-many-subscriptions = সাবস্ক্রিপশন বেশি

# Too much is waiting for this company. Try again in a second.
too-much-is-waiting-for-this-company-try-e520cf3a = এই কোম্পানির জন্য বেশি কাজ অপেক্ষায়। এক সেকেন্ড পরে আবার চেষ্টা করুন।

# topics names what to listen to, with commas between: topics=products,sales.
topics-names-what-to-listen-to-with-9ec63043 = topics এ কী শুনতে চান তা কমা দিয়ে লিখুন: topics=products,sales।

# topics: one connection listens to at most {most}.
topics-one-connection-listens-to-at-most-da4ceded = topics: একটি সংযোগ সর্বোচ্চ { $most }টি শোনে।

# topics: this address names its topic itself; /ws/?topics= takes several.
topics-this-address-names-its-topic-844ffd48 = topics: এই ঠিকানা নিজেই বিষয় বলে; /ws/?topics= একাধিক নেয়।

# Total
total = মোট

# Totals
totals = মোট

# Transfer stock
transfer-stock = মজুদ স্থানান্তর করুন

# Transfer stock: every document of the file, one after another.
transfer-stock-every-document-of-the-4ab2705f = মজুদ স্থানান্তর: ফাইলের প্রতিটি দলিল, একের পর এক।

# Transfers goods from one warehouse to another at their cost.
transfers-goods-from-one-warehouse-to-e0460132 = পণ্য তার ব্যয়ে এক গুদাম থেকে অন্য গুদামে স্থানান্তর করে।

# Trial balance
trial-balance = রেওয়ামিল

# Tried at
tried-at = চেষ্টার সময়

# Tries
tries = চেষ্টা

# `true`: only those that wait for your decision.
true-only-those-that-wait-for-your-24d4866c = `true`: শুধু যেগুলো আপনার সিদ্ধান্তের অপেক্ষায় আছে।

# `true`: only those that you have asked for.
true-only-those-that-you-have-asked-for-bc231cfb = `true`: শুধু যেগুলো আপনি চেয়েছেন।

# `true`: only those that you have not read.
true-only-those-that-you-have-not-read-f22dffab = `true`: শুধু যেগুলো আপনি পড়েননি।

# true or false
true-or-false-980f18f9 = true বা false

# Try
try = পরখ করুন

# Tuesday
tuesday = মঙ্গলবার

# Turnover
turnover = লেনদেন

# Turnover credit
turnover-credit = ক্রেডিট লেনদেন

# Turnover debit
turnover-debit = ডেবিট লেনদেন

# Twilio
twilio = Twilio

# Twilio account
twilio-account = Twilio অ্যাকাউন্ট

# Twilio's address
twilio-s-address-0cc1f6a3 = Twilio এর ঠিকানা

# Twilio token
twilio-token = Twilio টোকেন

# {typed} cannot be written to by this channel.
typed-cannot-be-written-to-by-this-028deec3 = এই মাধ্যমে { $typed } এ লেখা পাঠানো যায় না।

# {typed} is no address of e-mail.
typed-is-no-address-of-e-mail-ad05332a = { $typed } কোনো ই-মেইল ঠিকানা নয়।

# {typed} is no telephone number: write it in international form, such as +8801712345678, or choose messages.country.
typed-is-no-telephone-number-write-it-in-f07b0886 = { $typed } টেলিফোন নম্বর নয়: আন্তর্জাতিক রূপে লিখুন, যেমন +8801712345678, অথবা messages.country ঠিক করুন।

# Unallocated
unallocated = অবণ্টিত

# Unclear
unclear = অস্পষ্ট

# Undelivered
undelivered = পৌঁছায়নি

# Under another key a file that was carried out already is carried out once more.
under-another-key-a-file-that-was-988b2054 = অন্য চাবিতে আগেই সম্পাদিত ফাইল আবার সম্পাদন হয়।

# Under another key the same file is carried out once more.
under-another-key-the-same-file-is-c760f150 = অন্য চাবিতে একই ফাইল আবার সম্পাদন হয়।

# Unique
unique = অনন্য

# Unique key
unique-key = অনন্য চাবি

# Unit
unit = একক

# Unit and tax
unit-and-tax = একক ও কর

# Unit cost
unit-cost = একক ব্যয়

# Unit price
unit-price = একক দাম

# Units
units = একক

# Unknown address
unknown-address = অজানা ঠিকানা

# Unknown command
unknown-command = অজানা নির্দেশ

# Unknown company
unknown-company = অজানা কোম্পানি

# Unknown currency
unknown-currency = অজানা মুদ্রা

# Unknown data step
unknown-data-step = অজানা ডেটা-ধাপ

# Unknown field
unknown-field = অজানা ঘর

# Unknown parameter
unknown-parameter = অজানা প্যারামিটার

# Unknown subscriber
unknown-subscriber = অজানা গ্রাহক-অংশ

# Unknown topic
unknown-topic = অজানা বিষয়

# Unknown version
unknown-version = অজানা সংস্করণ

# Unknown year
unknown-year = অজানা সাল

# Unread
unread = অপঠিত

# Unreadable
unreadable = পড়া যায় না

# Unreadable report
unreadable-report = প্রতিবেদন পড়া যায় না

# Unsupported kind of file
unsupported-kind-of-file = এই ধরনের ফাইল সমর্থিত নয়

# Unsupported media type
unsupported-media-type = এই ধরনের মাধ্যম সমর্থিত নয়

# Until when the secret before signs them, too.
until-when-the-secret-before-signs-them-5b23daab = আগের গোপন মান দিয়েও কত দিন পর্যন্ত এগুলো স্বাক্ষরিত হয়।

# Up to 4,000 products: the opening stock is one receipt.
up-to-4-000-products-the-opening-stock-051b8178 = সর্বোচ্চ 4,000 পণ্য: প্রারম্ভিক মজুদ একটি গ্রহণ।

# Up to and including this day; today where it is left out.
up-to-and-including-this-day-today-where-8a202504 = এই দিন পর্যন্ত, সেদিনসহ; না দিলে আজ।

# Update
update = হালনাগাদ করুন

# Update attachment
update-attachment = সংযুক্তির নাম বদলান

# Update comment
update-comment = মন্তব্য বদলান

# Update company
update-company = কোম্পানি বদলান

# Update setting
update-setting = সেটিং বদলান

# Update subscription
update-subscription = সাবস্ক্রিপশন বদলান

# Update view
update-view = দৃশ্য বদলান

# Updated
updated = হালনাগাদ

# Upsert
upsert = তৈরি বা হালনাগাদ

# Urgent
urgent = জরুরি

# URL
url-7569633e = URL

# Usage
usage = ব্যবহার

# Use key
use-key = চাবি ব্যবহার করুন

# Use the cursor of the link to the next page as it is.
use-the-cursor-of-the-link-to-the-next-7701f632 = পরের পাতার লিংকের কার্সর যেমন আছে তেমন ব্যবহার করুন।

# User
user = ব্যবহারকারী

# User deactivated
user-deactivated = ব্যবহারকারী নিষ্ক্রিয়

# User id
user-id = ব্যবহারকারীর আইডি

# Users
users = ব্যবহারকারী

# Usual
usual = সাধারণ

# Usual paper
usual-paper = সাধারণ কাগজ

# Usual terms of payment
usual-terms-of-payment = সাধারণ পরিশোধের শর্ত

# Usual warehouse
usual-warehouse = সাধারণ গুদাম

# Value
value = মূল্য

# Value on hand
value-on-hand = হাতে থাকা মূল্য

# Values
values = মান

# Version
version = সংস্করণ

# View
view = দৃশ্য

# view
view-dba4f4f8 = দৃশ্য

# Views
views = দৃশ্য

# Vonage
vonage = Vonage

# Vonage key
vonage-key = Vonage কী

# Vonage's address
vonage-s-address-bd4349a9 = Vonage এর ঠিকানা

# Vonage secret
vonage-secret = Vonage গোপন মান

# Vonage signature secret
vonage-signature-secret = Vonage স্বাক্ষরের গোপন মান

# Waiting
waiting = অপেক্ষায়

# Waiting notification
waiting-notification = অপেক্ষমাণ বিজ্ঞপ্তি

# Wanted
wanted = যা চাওয়া হয়েছে

# Warehouse
warehouse = গুদাম

# Warehouse code
warehouse-code = গুদামের কোড

# Warehouse name
warehouse-name = গুদামের নাম

# Warehouses
warehouses = গুদাম

# Was
was = আগে ছিল

# Was asked
was-asked = অনুরোধ করা হয়েছে

# Webhook
webhook = ওয়েবহুক

# Webhook deliveries
webhook-deliveries = ওয়েবহুক প্রেরণ

# webhook delivery
webhook-delivery-55c6e23a = ওয়েবহুক প্রেরণ

# Webhook events
webhook-events = ওয়েবহুক ঘটনা

# webhook subscription
webhook-subscription-c26aea27 = ওয়েবহুক সাবস্ক্রিপশন

# Webhook subscriptions
webhook-subscriptions = ওয়েবহুক সাবস্ক্রিপশনসমূহ

# webhooks.delivery.send
webhooks-delivery-send-cba0ce49 = webhooks.delivery.send

# Wednesday
wednesday = বুধবার

# Weekday
weekday = সপ্তাহের দিন

# Weeks
weeks = সপ্তাহ

# What a new row has where nothing is given.
what-a-new-row-has-where-nothing-is-38ba786d = কিছু না দিলে নতুন সারিতে যা থাকে।

# What a receipt printer is sent nobody can read. Print it on A4 first.
what-a-receipt-printer-is-sent-nobody-5d2852cf = রসিদ-প্রিন্টারে যা পাঠানো হয় তা কেউ পড়তে পারে না। আগে A4 কাগজে ছাপুন।

# What became of it.
what-became-of-it-4b316ac6 = এর কী হয়েছে।

# What becomes of it.
what-becomes-of-it-9a02020b = এর কী হয়।

# What came of it.
what-came-of-it-a3923c65 = এ থেকে কী হয়েছে।

# What conditions may read of it.
what-conditions-may-read-of-it-49a0801a = শর্ত এর যা যা পড়তে পারে।

# What follows from a refused row of a file of more than 2,000 rows; `stop` where it is left out. Of a shorter file nothing is written where any row is refused.
what-follows-from-a-refused-row-of-a-5b41bdb0 = 2,000 এর বেশি সারির ফাইলে কোনো সারি প্রত্যাখ্যান হলে কী হবে; না দিলে `stop`। ছোট ফাইলে একটি সারিও প্রত্যাখ্যান হলে কিছুই লেখা হয় না।

# What has paid what.
what-has-paid-what-4241d7cf = কী দিয়ে কী শোধ হয়েছে।

# What has to be approved
what-has-to-be-approved = যা অনুমোদন করাতে হয়

# What has to be approved: commands of a kind on which a condition holds. Of several that hold, the first by its code counts.
what-has-to-be-approved-commands-of-a-0ee9fe84 = যা অনুমোদন করাতে হয়: কোনো এক ধরনের যে নির্দেশে একটি শর্ত খাটে। একাধিক শর্ত খাটলে কোড অনুযায়ী প্রথমটি ধরা হয়।

# What is counted by the calendar.
what-is-counted-by-the-calendar-c704ded3 = পঞ্জিকা অনুযায়ী যা গোনা হয়।

# what is deleted here cannot be brought back
what-is-deleted-here-cannot-be-brought-1af0a1e2 = এখানে যা মোছা হয় তা ফেরানো যায় না

# What is found is positive.
what-is-found-is-positive-2260b274 = যা পাওয়া গেছে তা ধনাত্মক।

# What is given away is positive.
what-is-given-away-is-positive-c84e8601 = যা দেওয়া হয় তা ধনাত্মক।

# What is in stock at the end of this day; today where it is left out.
what-is-in-stock-at-the-end-of-this-day-d8e067d9 = এই দিনের শেষে যা মজুদে; না দিলে আজ।

# What is kept.
what-is-kept-55e6255b = যা রাখা হয়।

# What is kept from now on.
what-is-kept-from-now-on-0e7aec18 = এখন থেকে যা রাখা হবে।

# What is kept now.
what-is-kept-now-54825dab = এখন যা রাখা আছে।

# What is kept now, where it is encrypted anew.
what-is-kept-now-where-it-is-encrypted-2b437eea = এখন যা রাখা আছে, যেখানে নতুন করে সংকেতবদ্ধ হয়।

# What is open at the end of this day; today where it is left out.
what-is-open-at-the-end-of-this-day-91998c78 = এই দিনের শেষে যা বকেয়া; না দিলে আজ।

# What is outside tax has the rate 0.
what-is-outside-tax-has-the-rate-0-0c6ebd6c = করের আওতার বাইরের হার 0।

# What is to be done about it first.
what-is-to-be-done-about-it-first-432cf19b = এ নিয়ে আগে যা করতে হবে।

# What is to be done, as a JSON object.
what-is-to-be-done-as-a-json-object-3c5c2587 = যা করতে হবে, একটি JSON অবজেক্ট।

# What is to be done, as the kind of job wants to be told.
what-is-to-be-done-as-the-kind-of-job-cf2e8c46 = যা করতে হবে, কাজের ধরন যেভাবে জানতে চায় সেভাবে।

# What is written above the paper; a line that names it where it is left out.
what-is-written-above-the-paper-a-line-aa3bd0a9 = কাগজের ওপরে যা লেখা থাকে; না দিলে কাগজের নামসহ একটি লাইন।

# What is written off is negative.
what-is-written-off-is-negative-bce7261e = যা অবলোপন হয় তা ঋণাত্মক।

# What it does.
what-it-does-bfed0e29 = এটি কী করে।

# What it does, in a few words.
what-it-does-in-a-few-words-63658f64 = এটি কী করে, অল্প কথায়।

# What it is about.
what-it-is-about-f4a8c581 = এটি কী বিষয়ে।

# What it is about, in one line.
what-it-is-about-in-one-line-e31d1cf2 = এটি কী নিয়ে, এক লাইনে।

# What it is about, in one line: the subject of an e-mail, the title of a push message.
what-it-is-about-in-one-line-the-subject-64a7ad6c = কী নিয়ে, এক লাইনে: ই-মেইলের বিষয়, পুশ বার্তার শিরোনাম।

# What it is asked with, those of its path too.
what-it-is-asked-with-those-of-its-path-7d1d386d = যেসব প্যারামিটার দিয়ে এটি চাওয়া হয়, পথের প্যারামিটারও।

# What it is called.
what-it-is-called-1888539d = এর নাম।

# What it is called that has to be approved.
what-it-is-called-that-has-to-be-39b45fc3 = যা অনুমোদন করতে হবে তার নাম।

# What it is for.
what-it-is-for-3aebfbd3 = এটি কীসের জন্য।

# What it is where nobody has chosen.
what-it-is-where-nobody-has-chosen-95a76dbe = কেউ ঠিক না করলে যা থাকে।

# What it may be: `boolean`, `integer`, `text`, `choice`, `decimal`, `money`, `price`, `quantity`, `date` or `secret`.
what-it-may-be-boolean-integer-text-7731563e = এটি যা হতে পারে: `boolean`, `integer`, `text`, `choice`, `decimal`, `money`, `price`, `quantity`, `date` বা `secret`।

# What it says. An empty line stands between paragraphs.
what-it-says-an-empty-line-stands-ae498944 = চিঠির কথা। দুই অনুচ্ছেদের মাঝে একটি খালি লাইন থাকে।

# What it says, in sentences.
what-it-says-in-sentences-b4b9b725 = এটি কী বলে, বাক্যে।

# What it takes.
what-it-takes-3f50af72 = এটি যা নেয়।

# What it takes, from `/inbound-sources/`.
what-it-takes-from-inbound-sources-339e3250 = এটি যা নেয়, `/inbound-sources/` থেকে।

# What it tells of: a recipient is told once of it by one channel.
what-it-tells-of-a-recipient-is-told-c713308b = যে বিষয়ে জানায়: একজন প্রাপককে এ বিষয়ে একটি মাধ্যমে একবারই জানানো হয়।

# What its numbers count.
what-its-numbers-count-6b36dd4a = এর সংখ্যাগুলো কী গোনে।

# What its values are computed by from the other fields of the row, which nobody gives it then: `width * custom.height`.
what-its-values-are-computed-by-from-the-11447db5 = সারির অন্য ঘর থেকে যে সূত্রে এর মান হিসাব হয়, তখন কেউ মান দেয় না: `width * custom.height`।

# What kind of job it is.
what-kind-of-job-it-is-330b12ca = এটি কী ধরনের কাজ।

# What kind of job it was.
what-kind-of-job-it-was-4e7a0d21 = এটি কী ধরনের কাজ ছিল।

# What screens call it.
what-screens-call-it-0230402b = পর্দায় এর নাম।

# What {secret} stands for; its reports are signed by it, too.
what-secret-stands-for-its-reports-are-c3e0f4b1 = { $secret } এর জায়গায় যা বসে; এর প্রতিবেদনও এটি দিয়ে স্বাক্ষরিত হয়।

# What sold goods cost is an expense.
what-sold-goods-cost-is-an-expense-ec4407dd = বিক্রীত পণ্যের ব্যয় একটি খরচ।

# What stands before the number: capital letters, digits, `-`, `.`, `_`, and `{year}` (the calendar year in which the fiscal year starts), `{yy}`, `{years}` (2026-27), `{month}`, `{site}`. Numbers begin anew where it changes.
what-stands-before-the-number-capital-db41f211 = নম্বরের আগে যা বসে: বড় হাতের বর্ণ, অঙ্ক, `-`, `.`, `_`, এবং `{ $year }` (অর্থবছর যে সালে শুরু), `{ $yy }`, `{ $years }` (2026-27), `{ $month }`, `{ $site }`। এটি বদলালে নম্বর নতুন করে শুরু হয়।

# What stands before the numbers.
what-stands-before-the-numbers-5ff89fc0 = নম্বরের আগে যা বসে।

# What the columns of a file were said to be when it was imported.
what-the-columns-of-a-file-were-said-to-ee802d25 = আমদানির সময় ফাইলের কোন কলাম কী বলা হয়েছিল।

# What the company calls it.
what-the-company-calls-it-afde3667 = কোম্পানি একে যে নামে ডাকে।

# What the condition of the policy could read.
what-the-condition-of-the-policy-could-37003fda = নীতির শর্ত যা পড়তে পেরেছে।

# What the file is imported into.
what-the-file-is-imported-into-0b100c3a = ফাইলটি যাতে আমদানি হয়।

# What the file is imported into: the end of the path of a resource, `products`, or one of `/import-targets/`.
what-the-file-is-imported-into-the-end-5872e27d = ফাইল যাতে আমদানি হয়: কোনো সংস্থানের পাথের শেষ অংশ, `products`, বা `/import-targets/` এর একটি।

# What the file is imported into: the name of a resource, or of documents.
what-the-file-is-imported-into-the-name-021121dc = ফাইল যাতে আমদানি হয়: কোনো সংস্থান বা দলিলের নাম।

# What the file was imported into.
what-the-file-was-imported-into-ba5e2da9 = ফাইলটি যাতে আমদানি হয়েছে।

# What the provider asks for it.
what-the-provider-asks-for-it-8fd776c7 = সেবাদাতা এর জন্য যে দাম নেয়।

# What the provider calls it.
what-the-provider-calls-it-6299bc91 = সেবাদাতার কাছে এর নাম।

# What the provider calls the message.
what-the-provider-calls-the-message-64c9dc7a = সেবাদাতার কাছে বার্তাটির নাম।

# What the QR code of an invoice says, such as a link to pay with. {number}, {total}, {due}, {currency} and {date} are replaced.
what-the-qr-code-of-an-invoice-says-such-06df7fa1 = চালানের QR কোডে যা থাকে, যেমন টাকা পরিশোধের লিংক। { $number }, { $total }, { $due }, { $currency } ও { $date } এর জায়গায় আসল মান বসে।

# What the rows are; products where it is left out.
what-the-rows-are-products-where-it-is-f5a97179 = সারিগুলো কী; না দিলে পণ্য।

# What this does cannot be tried: send it without dry_run.
what-this-does-cannot-be-tried-send-it-2b62a56e = এর কাজ পরখ করা যায় না: dry_run ছাড়া পাঠান।

# What was asked for has been erased from the log, so that it cannot be carried out.
what-was-asked-for-has-been-erased-from-bcf4383a = যা চাওয়া হয়েছিল তা লগ থেকে মুছে ফেলা হয়েছে, তাই তা কার্যকর করা যায় না।

# What was done about it.
what-was-done-about-it-a28c7e9e = এ নিয়ে যা করা হয়েছে।

# What was made.
what-was-made-43309007 = যা তৈরি হয়েছে।

# What was noted.
what-was-noted-4941fcac = যা লিখে রাখা হয়েছে।

# What was paid, by its printed number.
what-was-paid-by-its-printed-number-a2be2a00 = যা শোধ হয়েছে, ছাপা নম্বরে।

# What was to be done, a JSON object.
what-was-to-be-done-a-json-object-dd088de4 = যা করতে হতো, একটি JSON অবজেক্ট।

# What you call it.
what-you-call-it-99dde775 = আপনি একে যে নামে ডাকেন।

# What you have chosen; what is not listed you are told as the rules of the company say.
what-you-have-chosen-what-is-not-listed-7ce5d141 = আপনি যা ঠিক করেছেন; তালিকায় যা নেই তা কোম্পানির নিয়ম অনুযায়ী আপনাকে জানানো হয়।

# Whatsapp
whatsapp = WhatsApp বার্তা

# WhatsApp app secret
whatsapp-app-secret-a9071a68 = WhatsApp অ্যাপের গোপন মান

# WhatsApp
whatsapp-b1332787 = WhatsApp

# WhatsApp number
whatsapp-number-8d8e48c0 = WhatsApp নম্বর

# WhatsApp's address
whatsapp-s-address-1c497b29 = WhatsApp এর ঠিকানা

# WhatsApp token
whatsapp-token-97b245d2 = WhatsApp টোকেন

# WhatsApp verify token
whatsapp-verify-token-eb3dc9a9 = WhatsApp যাচাই-টোকেন

# When
when = কখন

# When an offline device made the sale, by the clock of that device.
when-an-offline-device-made-the-sale-by-067849f4 = অফলাইন যন্ত্র কখন বিক্রয়টি করেছে, সেই যন্ত্রের ঘড়িতে।

# When and by which user it was closed and opened again, and the reason.
when-and-by-which-user-it-was-closed-and-4f28f6c5 = কখন ও কোন ব্যবহারকারী বন্ধ করেছেন ও আবার খুলেছেন, এবং কারণ।

# When it had arrived, was read, or had failed.
when-it-had-arrived-was-read-or-had-43112844 = কখন পৌঁছেছে, পড়া হয়েছে বা ব্যর্থ হয়েছে।

# When it has to be approved, as a formula over what `/approvable-commands/` tells of the command: `amount > 10000`. Always where it is left out. What cannot be computed has to be approved.
when-it-has-to-be-approved-as-a-formula-8bc8bd33 = কখন অনুমোদন লাগে, কমান্ড সম্পর্কে `/approvable-commands/` যা জানায় তা দিয়ে লেখা একটি সূত্র: `amount > 10000`। না দিলে সব সময়। সূত্রের হিসাব করা না গেলে অনুমোদন লাগে।

# When it is done.
when-it-is-done-003cb3ec = কখন করা হয়।

# When it is done by itself, in the time zone of the company: a line of cron, or words of the calendar.
when-it-is-done-by-itself-in-the-time-ca884438 = কখন নিজে থেকে করা হয়, কোম্পানির সময়-অঞ্চলে: cron এর একটি লাইন, অথবা পঞ্জিকার ভাষায়।

# When it is done by itself next.
when-it-is-done-by-itself-next-82301197 = পরেরবার কখন নিজে নিজে হবে।

# When it is done next.
when-it-is-done-next-896e1b87 = এরপর কখন করা হবে।

# When it is tried again, about.
when-it-is-tried-again-about-cb31e037 = আনুমানিক কখন আবার চেষ্টা করা হবে।

# When it may be done; of one that runs, until when its worker has it. None where it is over.
when-it-may-be-done-of-one-that-runs-bebe090e = কখন করা যেতে পারে; চলমান কাজের ক্ষেত্রে কর্মীর হাতে কখন পর্যন্ত। শেষ হলে নেই।

# When it was asked for.
when-it-was-asked-for-6a109b0a = কখন চাওয়া হয়েছে।

# When it was begun the last time.
when-it-was-begun-the-last-time-af8a7092 = শেষবার কখন শুরু হয়েছে।

# When it was delivered or given up.
when-it-was-delivered-or-given-up-61b1f1b4 = কখন পৌঁছানো হয়েছে বা চেষ্টা ছেড়ে দেওয়া হয়েছে।

# When it was given to the provider the last time.
when-it-was-given-to-the-provider-the-df5bd683 = শেষবার কখন সেবাদাতাকে দেওয়া হয়েছে।

# When it was over.
when-it-was-over-646bfb27 = কখন শেষ হয়েছে।

# When it was posted.
when-it-was-posted-ab9b1264 = কখন দাখিল হয়েছে।

# When it was received.
when-it-was-received-bb7c2148 = কখন পাওয়া গেছে।

# When it was there, or given up.
when-it-was-there-or-given-up-0c378638 = কখন তৈরি হয়েছে, বা চেষ্টা ছেড়ে দেওয়া হয়েছে।

# When it was told.
when-it-was-told-4e91443a = কখন জানানো হয়েছে।

# When it was tried first.
when-it-was-tried-first-07cf80d1 = প্রথম কখন চেষ্টা করা হয়েছে।

# When it was tried the last time. Without an outcome it may have arrived, and the program ended before it could note so.
when-it-was-tried-the-last-time-without-bb624bca = শেষবার কখন চেষ্টা করা হয়েছে। ফলাফল না থাকলে হয়তো পৌঁছে গেছে, কিন্তু তা লিখে রাখার আগেই প্রোগ্রাম থেমে গেছে।

# When jobs are done by themselves: what the program does, as far as the company has not chosen otherwise, and what the company has added.
when-jobs-are-done-by-themselves-what-f827a979 = কাজ কখন নিজে থেকে হয়: কোম্পানি অন্য কিছু ঠিক না করলে প্রোগ্রাম যা করে, এবং কোম্পানি যা যোগ করেছে।

# When somebody asked for it.
when-somebody-asked-for-it-68436e4d = কখন কেউ এটি চেয়েছেন।

# When that was begun.
when-that-was-begun-c60bfbdc = কখন তা শুরু হয়েছে।

# When the collected e-mails of a day come.
when-the-collected-e-mails-of-a-day-come-c6c87d1f = দিনের একত্র করা ই-মেইল কখন আসে।

# When the program does it where the company chooses nothing: a line of cron.
when-the-program-does-it-where-the-54161fb0 = কোম্পানি কিছু ঠিক না করলে প্রোগ্রাম কখন এটি করে: cron এর একটি লাইন।

# When the provider had it.
when-the-provider-had-it-a6e2a39f = কখন সেবাদাতা পেয়েছে।

# When those who have to decide are told again.
when-those-who-have-to-decide-are-told-a1c5455a = সিদ্ধান্তদাতাদের কখন আবার জানানো হয়।

# When you were told.
when-you-were-told-5d13f48e = কখন আপনাকে জানানো হয়েছে।

# Where Firebase Cloud Messaging is asked.
where-firebase-cloud-messaging-is-asked-d518333a = যে ঠিকানায় Firebase Cloud Messaging এ অনুরোধ পাঠানো হয়।

# Where it is switched on, the first day on which it is on.
where-it-is-switched-on-the-first-day-on-14be8f22 = চালু করা হলে, প্রথম যে দিন চালু।

# Where it is switched on, the last day on which it is on.
where-it-is-switched-on-the-last-day-on-8e5b5c68 = চালু করা হলে, শেষ যে দিন চালু।

# Where it is told.
where-it-is-told-88428762 = যেখানে জানানো হয়।

# Where it is told, `https://…`.
where-it-is-told-https-0ac3302b = যেখানে জানানো হয়, `https://…`।

# Where it waits.
where-it-waits-5d10a413 = কোথায় অপেক্ষা করে।

# Where its sales are income; the company's usual account where it names none.
where-its-sales-are-income-the-company-s-75260709 = যে হিসাবে এর বিক্রয় আয় হয়; না দিলে কোম্পানির সাধারণ হিসাব।

# Where SMS and messages by WhatsApp for you go. Empty: nowhere.
where-sms-and-messages-by-whatsapp-for-6950750a = আপনার SMS ও WhatsApp বার্তা যে নম্বরে যায়। খালি: কোথাও না।

# Where the provider of SMS reports: the address of the door that the company has opened for it. Empty: the one that is set up at the provider.
where-the-provider-of-sms-reports-the-facf3767 = SMS এর সেবাদাতা যেখানে প্রতিবেদন পাঠায়: কোম্পানি এর জন্য যে দ্বার খুলেছে তার ঠিকানা। খালি: সেবাদাতার কাছে যেটি ঠিক করা আছে।

# Where to go on, from `next`.
where-to-go-on-from-next-af2300b5 = কোথা থেকে চলবে, `next` থেকে।

# Where Twilio is asked.
where-twilio-is-asked-dabd9bd2 = যে ঠিকানায় Twilio এর কাছে অনুরোধ পাঠানো হয়।

# Where Vonage is asked.
where-vonage-is-asked-476025f4 = যে ঠিকানায় Vonage এর কাছে অনুরোধ পাঠানো হয়।

# Where WhatsApp is asked, with its version.
where-whatsapp-is-asked-with-its-version-e26ca7ea = যে ঠিকানায় WhatsApp এর কাছে অনুরোধ পাঠানো হয়, সংস্করণসহ।

# Whether a slip for a receipt printer opens the cash drawer; a slip that is printed again opens it again.
whether-a-slip-for-a-receipt-printer-8d2bd696 = রসিদ প্রিন্টারের স্লিপ ছাপলে ক্যাশ ড্রয়ার খোলে কি না; স্লিপ আবার ছাপলে ড্রয়ারও আবার খোলে।

# Whether companies can have it done at times of their own, at `/job-schedules/`.
whether-companies-can-have-it-done-at-ae6f27d9 = কোম্পানি নিজের ঠিক করা সময়ে এটি করাতে পারে কি না, `/job-schedules/` এ।

# Whether documents may still come with its numbers.
whether-documents-may-still-come-with-6a76791b = এর নম্বর নিয়ে দলিল এখনো আসতে পারে কি না।

# Whether e-mails to you are collected and come as one, each hour or once a day.
whether-e-mails-to-you-are-collected-and-34c8a002 = আপনার ই-মেইলগুলো একত্র হয়ে একটি ই-মেইলে আসে কি না, প্রতি ঘণ্টায় বা দিনে একবার।

# Whether entered prices include tax.
whether-entered-prices-include-tax-1343b8a2 = দেওয়া দামে কর অন্তর্ভুক্ত কি না।

# Whether every number has to have its document. Counts for series that begin later.
whether-every-number-has-to-have-its-ca8d9b8c = প্রতিটি নম্বরের দলিল থাকতেই হবে কি না। পরে শুরু হওয়া ক্রমিকে খাটে।

# Whether it comes before others there.
whether-it-comes-before-others-there-36645d68 = সেখানে অন্যদের আগে আসে কি না।

# Whether it counts.
whether-it-counts-09fb6bbd = কার্যকর কি না।

# Whether it counts. Requests that wait already are not changed by it.
whether-it-counts-requests-that-wait-6e41f074 = কার্যকর কি না। যে অনুরোধ আগে থেকেই অপেক্ষায় আছে তা এতে বদলায় না।

# Whether it has happened already, and is only looked at afterwards.
whether-it-has-happened-already-and-is-d88092f1 = আগেই ঘটে গেছে কি না, যা শুধু পরে দেখা হয়।

# Whether it is a credit note.
whether-it-is-a-credit-note-3ade4e01 = এটি ক্রেডিট নোট কি না।

# Whether it is cash: change is given from cash only.
whether-it-is-cash-change-is-given-from-3d5739d0 = নগদ কি না: ভাংতি শুধু নগদ থেকে দেওয়া হয়।

# Whether it is done.
whether-it-is-done-4b34c643 = করা হয় কি না।

# Whether it is in use.
whether-it-is-in-use-981aba57 = ব্যবহৃত হচ্ছে কি না।

# Whether it is to end as soon as it can.
whether-it-is-to-end-as-soon-as-it-can-5a2180a3 = যত তাড়াতাড়ি পারে শেষ হবে কি না।

# Whether it is to end before its next row.
whether-it-is-to-end-before-its-next-row-b2359531 = পরের সারির আগে শেষ হবে কি না।

# Whether it is told anything.
whether-it-is-told-anything-4d86ce8a = একে কিছু জানানো হয় কি না।

# Whether it is tried, or carried out.
whether-it-is-tried-or-carried-out-79578910 = পরখ না সম্পাদন।

# Whether it may have come twice: it was given to the provider again although nobody knew what had become of the time before.
whether-it-may-have-come-twice-it-was-5bbcc0e2 = দুবার এসে থাকতে পারে কি না: আগেরবারের কী হয়েছে তা কেউ না জানলেও আবার সেবাদাতাকে দেওয়া হয়েছে।

# Whether it needs review, because it was accepted although it breaks a rule.
whether-it-needs-review-because-it-was-6c1a5157 = পর্যালোচনা দরকার কি না, কারণ নিয়ম ভাঙলেও এটি গৃহীত হয়েছে।

# Whether it was ended before its last day.
whether-it-was-ended-before-its-last-day-99f9dc4f = শেষ দিনের আগেই শেষ করা হয়েছে কি না।

# Whether journal entries by hand may name it; by its use where it is left out.
whether-journal-entries-by-hand-may-name-afc1d718 = হাতে লেখা জাবেদায় এর নাম দেওয়া যায় কি না; না দিলে এর ব্যবহার অনুযায়ী।

# Whether lists show it before a person chooses.
whether-lists-show-it-before-a-person-5be87b74 = কেউ বাছার আগে তালিকায় দেখায় কি না।

# Whether more may leave than is in stock.
whether-more-may-leave-than-is-in-stock-4adc2cb5 = মজুদের বেশি বেরোতে পারে কি না।

# Whether new and replaced rows must have a value. Rows that are there already keep none until it is given.
whether-new-and-replaced-rows-must-have-9c5c5724 = নতুন ও বদলে দেওয়া সারিতে মান থাকতেই হবে কি না। আগে থেকে থাকা সারিতে না দেওয়া পর্যন্ত থাকে না।

# Whether new documents may name it.
whether-new-documents-may-name-it-8842985b = নতুন দলিলে এর নাম দেওয়া যায় কি না।

# Whether no cost of the product is known at the site. Only with `inventory.value.view`.
whether-no-cost-of-the-product-is-known-1620ec3d = শাখায় পণ্যটির কোনো ব্যয় জানা নেই কি না। শুধু `inventory.value.view` থাকলে।

# Whether nobody knows if the last attempt was taken.
whether-nobody-knows-if-the-last-attempt-643d5218 = শেষ চেষ্টা গৃহীত হয়েছে কি না তা অজানা কি না।

# Whether others see it, too.
whether-others-see-it-too-d40dacd3 = অন্যরাও দেখে কি না।

# Whether rows are created or changed; `upsert` where it is left out, which does either. Documents are always created.
whether-rows-are-created-or-changed-52284f2f = সারি তৈরি না পরিবর্তন হয়; না দিলে `upsert`, যা যেটি দরকার তা করে। দলিল সব সময় তৈরি হয়।

# Whether rows have it. What is inactive is hidden and keeps its values.
whether-rows-have-it-what-is-inactive-is-6fe46b2c = সারিতে এটি আছে কি না। নিষ্ক্রিয় হলে লুকানো থাকে, মান থেকে যায়।

# Whether `search=` looks at its words.
whether-search-looks-at-its-words-dcbac627 = `search=` এর শব্দগুলোতে খোঁজে কি না।

# Whether that is you.
whether-that-is-you-df0994a0 = সেটি আপনি কি না।

# Whether the company has added it.
whether-the-company-has-added-it-201cd355 = কোম্পানি এটি যোগ করেছে কি না।

# Whether the company has chosen it.
whether-the-company-has-chosen-it-db76bba1 = কোম্পানি এটি ঠিক করেছে কি না।

# Whether the company has corrected it.
whether-the-company-has-corrected-it-826b6a14 = কোম্পানি এটি সংশোধন করেছে কি না।

# Whether the file is only tried; it is carried out where this is left out.
whether-the-file-is-only-tried-it-is-64c6a48f = ফাইলটি শুধু পরখ করা হবে কি না; না দিলে সম্পাদন হয়।

# Whether the list opens with it for its owner; no other view of theirs does then.
whether-the-list-opens-with-it-for-its-a15f924c = মালিকের জন্য তালিকাটি এটি দিয়ে খোলে কি না; তাঁর আর কোনো দৃশ্য তখন খোলে না।

# Whether the list opens with it for you.
whether-the-list-opens-with-it-for-you-02e6554f = আপনার জন্য তালিকাটি এটি দিয়ে খোলে কি না।

# Whether the list opens with it for you; no other view of yours does then.
whether-the-list-opens-with-it-for-you-5fb5fba7 = আপনার জন্য তালিকাটি এটি দিয়ে খোলে কি না; আপনার আর কোনো দৃশ্য তখন খোলে না।

# Whether the member may act in the company; false once the membership has ended.
whether-the-member-may-act-in-the-644c4281 = সদস্য কোম্পানিতে কাজ করতে পারেন কি না; সদস্যপদ শেষ হলে false।

# Whether the member may act in the company.
whether-the-member-may-act-in-the-905419cf = সদস্য কোম্পানিতে কাজ করতে পারেন কি না।

# Whether the prices on the device included tax; the company's setting where it is left out.
whether-the-prices-on-the-device-64897684 = যন্ত্রের দামে কর অন্তর্ভুক্ত ছিল কি না; না দিলে কোম্পানির সেটিং।

# Whether the provider was asked and has not got it yet.
whether-the-provider-was-asked-and-has-37a6b382 = সেবাদাতাকে অনুরোধ পাঠানো হয়েছে কিন্তু সে এখনো পায়নি কি না।

# Whether there is tax.
whether-there-is-tax-c6cd0f79 = কর আছে কি না।

# Whether they want no messages any more.
whether-they-want-no-messages-any-more-2fd95334 = তাঁরা আর বার্তা চান না কি না।

# Whether what you are told in the program also comes to your address of e-mail.
whether-what-you-are-told-in-the-program-286a0830 = প্রোগ্রামে আপনাকে যা জানানো হয় তা আপনার ই-মেইলেও আসবে কি না।

# Whether you have read it.
whether-you-have-read-it-77b0b09e = আপনি পড়েছেন কি না।

# Whether you want it.
whether-you-want-it-24f69e04 = আপনি এটি চান কি না।

# Which column is which field, as a JSON object: `{"Article":"sku","Remarks":null}`; null leaves a column out. Columns that it does not name are known by the name or the label of a field. Where it is left out, what was said of the last imported file with the same columns counts; `{}` forgets that.
which-column-is-which-field-as-a-json-0524b6e8 = কোন কলাম কোন ঘর, একটি JSON অবজেক্ট: `{"{"}"Article":"sku","Remarks":null{"}"}`; null দিলে কলাম বাদ যায়। যে কলামের নাম নেই তা ঘরের নাম বা লেবেল দিয়ে চেনা হয়। না দিলে একই কলামের শেষ আমদানি করা ফাইলে যা বলা হয়েছিল তা খাটে; `{"{"}{"}"}` তা ভুলে যায়।

# Which column is which field, as a JSON object.
which-column-is-which-field-as-a-json-261055a3 = কোন কলাম কোন ঘর, একটি JSON অবজেক্ট।

# Which one?
which-one-c13ba143 = কোনটি?

# Which site is it chosen for?
which-site-is-it-chosen-for-ba33ecea = কোন শাখার জন্য ঠিক করা হচ্ছে?

# Who
who = কে

# Who and when
who-and-when = কে ও কখন

# Who approves: a role or a member at a step of a policy. Of those at one step one is enough; steps follow one another by their number. A policy without steps lets everything through.
who-approves-a-role-or-a-member-at-a-47dee0cd = কে অনুমোদন করেন: নীতির একটি ধাপে একটি ভূমিকা বা একজন সদস্য। একই ধাপে থাকা অনুমোদনকারীদের একজনই যথেষ্ট; ধাপগুলো নম্বর অনুযায়ী পরপর আসে। ধাপ ছাড়া নীতি সব কিছু যেতে দেয়।

# Who asks for an approval does not decide about it, nor does somebody else for them.
who-asks-for-an-approval-does-not-decide-e7be6a8a = যিনি অনুমোদন চান তিনি নিজে তার সিদ্ধান্ত নেন না, তাঁর হয়ে অন্য কেউও নেন না।

# Who carried it.
who-carried-it-b3d0bd58 = কে পৌঁছে দিয়েছে।

# Who carries it.
who-carries-it-4e136265 = কে পৌঁছে দেয়।

# Who carries SMS.
who-carries-sms-9c32feed = SMS কে পৌঁছে দেয়।

# Who is told.
who-is-told-cf5f897c = কাকে জানানো হয়।

# Who is told when something happens, and by what.
who-is-told-when-something-happens-and-2a81c93d = কিছু ঘটলে কাকে জানানো হয়, এবং কোন মাধ্যমে।

# Who logs in at the server. Empty: nobody does.
who-logs-in-at-the-server-empty-nobody-209c5f63 = সার্ভারে কে লগ-ইন করেন। খালি: কেউ না।

# Whom push services write to where something is wrong: mailto:admin@example.com.
whom-push-services-write-to-where-e6009238 = কোনো সমস্যা হলে পুশ সেবাগুলো যাকে লেখে: mailto:admin@example.com।

# Whose it is: a number in international form.
whose-it-is-a-number-in-international-9f3fad29 = কার: আন্তর্জাতিক রূপে লেখা একটি নম্বর।

# Why.
why-61d9acd5 = কেন।

# Why it could not be carried out the last time: a formula or template that makes no sense of an event.
why-it-could-not-be-carried-out-the-last-1a53c062 = শেষবার কেন কার্যকর করা যায়নি: এমন সূত্র বা ছাঁচ, যা ঘটনার সঙ্গে অর্থপূর্ণ হয় না।

# Why it could not be done.
why-it-could-not-be-done-9d1718c5 = কেন করা যায়নি।

# Why it could not be done the last time.
why-it-could-not-be-done-the-last-time-1e47577f = শেষবার কেন করা যায়নি।

# Why it could not be made.
why-it-could-not-be-made-82a7f06a = কেন তৈরি করা যায়নি।

# Why it could not be processed the last time.
why-it-could-not-be-processed-the-last-7c39c14d = শেষবার কেন প্রক্রিয়া করা যায়নি।

# Why it could not go on.
why-it-could-not-go-on-d74e2905 = কেন এগোতে পারেনি।

# Why it did not arrive.
why-it-did-not-arrive-baf35d55 = কেন পৌঁছায়নি।

# Why it was given up.
why-it-was-given-up-02677647 = কেন ছেড়ে দেওয়া হয়েছে।

# Why it was not sent, or did not arrive.
why-it-was-not-sent-or-did-not-arrive-f9218492 = কেন পাঠানো হয়নি, বা পৌঁছায়নি।

# Why it was not taken.
why-it-was-not-taken-4e22ec71 = কেন গৃহীত হয়নি।

# Why it was not taken the last time.
why-it-was-not-taken-the-last-time-c29d6563 = শেষবার কেন গৃহীত হয়নি।

# Why it was refused.
why-it-was-refused-885c77a3 = কেন প্রত্যাখ্যান হয়েছে।

# Why its numbers are not used.
why-its-numbers-are-not-used-96efc4e7 = এর নম্বর কেন ব্যবহৃত হয়নি।

# Why nothing was.
why-nothing-was-431a91fd = কেন কিছুই হয়নি।

# Why the program has switched it off.
why-the-program-has-switched-it-off-d62afa75 = প্রোগ্রাম কেন এটি বন্ধ করেছে।

# With which that user logs in.
with-which-that-user-logs-in-f95eae70 = যা দিয়ে সেই ব্যবহারকারী লগ-ইন করেন।

# Withdraw request
withdraw-request = অনুরোধ তুলে নিন

# Withdrawn
withdrawn = তুলে নেওয়া

# Withdraws a request of yours that was not approved yet, or could not be carried out.
withdraws-a-request-of-yours-that-was-c6d00943 = আপনার একটি অনুরোধ তুলে নেয়, যা এখনো অনুমোদিত হয়নি বা কার্যকর করা যায়নি।

# Without the permission approvals.delegation.manage you delegate only your own decisions.
without-the-permission-approvals-7ad7d5cc = approvals.delegation.manage অনুমতি ছাড়া আপনি শুধু নিজের সিদ্ধান্তের দায়িত্ব অর্পণ করতে পারেন।

# “{word}” has a comma, which stands between several choices.
word-has-a-comma-which-stands-between-54117926 = “{ $word }” এ কমা আছে, যা কয়েকটি পছন্দের মাঝে বসে।

# “{word}” is no word of a pattern. There are year, yy, years, month and site, each in braces.
word-is-no-word-of-a-pattern-there-are-4babf17e = “{ $word }” বিন্যাসের কোনো শব্দ নয়। আছে year, yy, years, month ও site, প্রতিটি বন্ধনীতে।

# “{word}” stands there twice. Capital and small letters are the same.
word-stands-there-twice-capital-and-39625963 = “{ $word }” দুবার আছে। বড় ও ছোট হাতের বর্ণ একই ধরা হয়।

# Words
words = কথায়

# Work that outlives the request that asked for it.
work-that-outlives-the-request-that-bd34e99d = যে কাজ তার অনুরোধের পরেও চলে।

# Worker
worker = কর্মী

# Worker died
worker-died = কর্মী থেমে গেছে

# Working days
working-days = কর্মদিবস

# Wrapped
wrapped = মোড়ানো

# Write off
write-off = অবলোপন

# Write the month as 2026-11.
write-the-month-as-2026-11-28b18f0e = মাস লিখুন 2026-11 এর মতো।

# Wrong books
wrong-books = ভুল বই

# Wrong e-mail address or password
wrong-e-mail-address-or-password-e43629b1 = ই-মেইল ঠিকানা বা পাসওয়ার্ড ভুল

# Wrong password
wrong-password = পাসওয়ার্ড ভুল

# Wrong signature
wrong-signature = ভুল স্বাক্ষর

# Wrong state
wrong-state = অবস্থা ভুল

# Wrong template
wrong-template = ভুল ছাঁচ

# Wrong usage
wrong-usage = ভুল ব্যবহার

# Xlsx
xlsx = XLSX ফাইল

# Year
year = বছর

# Year first
year-first = আগে বছর

# Years
years = বছর

# Years that are corrected together follow one another: {year} comes next.
years-that-are-corrected-together-follow-2e6e8012 = একসঙ্গে সংশোধন করা বছর পরপর হয়: এরপর { $year }।

# yes
yes-4e9f3590 = হ্যাঁ

# Yes or no
yes-or-no = হ্যাঁ বা না

# You belong to several companies: name one of {slugs}.
you-belong-to-several-companies-name-one-63af6ebd = আপনি একাধিক কোম্পানির সদস্য: { $slugs } এর একটির নাম দিন।

# You do not belong to this company.
you-do-not-belong-to-this-company-08f4258b = আপনি এই কোম্পানির সদস্য নন।

# You do not have the permission {permission} for every row yourself. Ask an owner.
you-do-not-have-the-permission-1b2f61b3 = সব সারির জন্য { $permission } অনুমতি আপনার নিজের নেই। কোনো মালিককে বলুন।

# You have decided another step of this request: each step takes another person.
you-have-decided-another-step-of-this-d437f6ac = এই অনুরোধের অন্য একটি ধাপে আপনি সিদ্ধান্ত নিয়েছেন: প্রতিটি ধাপে আলাদা ব্যক্তি লাগে।

# You have {most} connections that listen already. Close some.
you-have-most-connections-that-listen-ca9ee336 = আপনার { $most }টি সংযোগ আগেই শুনছে। কয়েকটি বন্ধ করুন।

# You have {most} files here. Remove some that you no longer need.
you-have-most-files-here-remove-some-2981db2c = এখানে আপনার { $most }টি ফাইল আছে। যেগুলোর আর দরকার নেই সেগুলো সরান।

# You have no address of e-mail in this company.
you-have-no-address-of-e-mail-in-this-27fb97e5 = এই কোম্পানিতে আপনার ই-মেইল ঠিকানা নেই।

# You have registered no app or browser to push to.
you-have-registered-no-app-or-browser-to-4a1856bd = পুশ পাঠানোর জন্য আপনি কোনো অ্যাপ বা ব্রাউজার নিবন্ধন করেননি।

# You were mentioned
you-were-mentioned = আপনার কথা উল্লেখ করা হয়েছে

# Your file is ready
your-file-is-ready = আপনার ফাইল তৈরি

# Your import is over
your-import-is-over = আপনার আমদানি শেষ হয়েছে

# Your membership in this company has ended. An owner can begin it anew.
your-membership-in-this-company-has-40239b21 = এই কোম্পানিতে আপনার সদস্যপদ শেষ। কোনো মালিক তা নতুন করে শুরু করতে পারেন।

# Your notifications, the newest first.
your-notifications-the-newest-first-fa026913 = আপনার বিজ্ঞপ্তি, নতুনটি আগে।

# Your own request
your-own-request = আপনার নিজের অনুরোধ

# Your permission {permission} is limited to some sites or one party, and this cannot be limited.
your-permission-permission-is-limited-to-13ab8b81 = আপনার { $permission } অনুমতি কিছু শাখা বা একটি পক্ষে সীমিত, আর এটি সীমিত করা যায় না।

# Your permission {permission} is limited to other sites or another party than this.
your-permission-permission-is-limited-to-40475410 = আপনার { $permission } অনুমতি এর বদলে অন্য শাখা বা অন্য পক্ষে সীমিত।

# Your saved views, and those that others share of lists that you may view, the oldest first.
your-saved-views-and-those-that-others-34a3e390 = আপনার সংরক্ষিত দৃশ্য, আর আপনি দেখতে পারেন এমন তালিকার অন্যদের ভাগ করা দৃশ্য, পুরনোটি আগে।

# Your telephone number
your-telephone-number = আপনার টেলিফোন নম্বর

# Zero
zero = শূন্য
