package nl.schakel.translate.form;

import java.util.List;
import nl.schakel.referral.Json;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import nl.schakel.referral.Step;
import nl.schakel.translate.mail.Mail;
import nl.schakel.translate.mail.MailReader;
import nl.schakel.translate.tree.Branch;
import nl.schakel.translate.tree.Node;
import nl.schakel.translate.tree.SourceMessage;

/** A form that came by e-mail: the attachment is the form, and what was around it stands under {@code $mail}. */
final class MailForm {
    private MailForm() {}

    static Step<Branch> read(FormReader reader, SourceMessage source, String name) {
        return MailReader.read(source.bytes())
                .then(mail -> one(mail)
                        .then(form -> reader.attachment(attached(source, form), name)
                                .fold(
                                        root -> Step.next(around(root, mail, form)),
                                        problem -> Step.stopped(within(form.place(), problem)))));
    }

    private static Step<Mail.Attachment> one(Mail mail) {
        List<Mail.Attachment> forms = mail.attachments();
        if (forms.isEmpty()) {
            return Step.stopped(
                    Problem.at(ProblemCode.REQUIRED_MISSING, "mail").expected("an attachment with the form"));
        }
        return forms.size() == 1
                ? Step.next(forms.get(0))
                : Step.stopped(
                        Problem.at(ProblemCode.ONE_CLIENT_ONLY, forms.get(1).place())
                                .seen(forms.size() + " forms"));
    }

    private static SourceMessage attached(SourceMessage mail, Mail.Attachment form) {
        return new SourceMessage(
                mail.sender(),
                mail.senderRole(),
                mail.mapping(),
                form.mediaType(),
                form.charset(),
                form.bytes(),
                mail.facts());
    }

    private static Problem within(String place, Problem problem) {
        return problem.placed(problem.place().map(inner -> place + ", " + inner).orElse(place));
    }

    private static Branch around(Branch root, Mail mail, Mail.Attachment form) {
        Branch around = root.grow(Node.Kind.MEMBER, "$mail", 0);
        Branch headers = around.grow(Node.Kind.MEMBER, "header", 0);
        mail.headers().forEach((header, values) -> {
            for (int i = 0; i < values.size(); i++) {
                headers.bear(Node.Kind.ELEMENT, header, i, new Json.Text(values.get(i)));
            }
        });
        around.bear(Node.Kind.MEMBER, "attachment", 0, new Json.Text(form.name()));
        mail.text().ifPresent(text -> around.bear(Node.Kind.MEMBER, "text", 0, new Json.Text(text)));
        if (mail.html()) {
            around.bear(Node.Kind.MEMBER, "html", 0, new Json.Text(mail.text().orElse("")));
        }
        return root;
    }
}
