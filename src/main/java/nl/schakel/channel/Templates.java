package nl.schakel.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import nl.schakel.referral.Problem;
import nl.schakel.referral.ProblemCode;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The reviewed templates of {@code routes/channels}; everything else may only name them. */
final class Templates {
    /** Parameter that names the file with a password; the partner file has the name alone. */
    private static final String SECRET = "secret";

    private static final String USER = "user";
    private static final String QUEUE = "queue";
    private static final String ACCOUNT = "account";

    private static final String ENDING = ".camel.yaml";

    /** What a route is told by us and never by a partner's file. */
    private static final Set<String> GIVEN = Set.of("in", Channels.HOP, Pickup.PARTNER, Pickup.SEALED);

    private final ModelCamelContext camel;
    private final Path secrets;

    Templates(ModelCamelContext camel, Path secrets) {
        this.camel = camel;
        this.secrets = secrets;
    }

    /** Reads every template of the folder. */
    void read(Path folder) throws Exception {
        List<Resource> files = new ArrayList<>();
        try (Stream<Path> names = Files.list(folder)) {
            for (Path file :
                    names.filter(f -> f.toString().endsWith(ENDING)).sorted().toList()) {
                files.add(ResourceHelper.fromBytes("file:" + file.getFileName(), Files.readAllBytes(file)));
            }
        }
        if (files.isEmpty()) {
            throw new IOException("No *" + ENDING + " in " + folder);
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(files);
    }

    /** The first thing that is wrong with these parameters. */
    Optional<Problem> problem(String template, Map<String, String> parameters) {
        RouteTemplateDefinition found = camel.getRouteTemplateDefinition(template);
        if (found == null) {
            return Optional.of(invalid("template", "a file in routes/channels"));
        }
        List<String> known = found.getTemplateParameters().stream()
                .map(RouteTemplateParameterDefinition::getName)
                .filter(name -> !GIVEN.contains(name))
                .toList();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            if (!known.contains(parameter.getKey())) {
                return Optional.of(invalid("parameters." + parameter.getKey(), String.join(", ", known)));
            }
            Optional<Problem> wrong = ParameterForm.problem(parameter.getKey(), parameter.getValue());
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return found.getTemplateParameters().stream()
                .filter(p -> p.isRequired() && p.getDefaultValue() == null && !GIVEN.contains(p.getName()))
                .filter(p -> !parameters.containsKey(p.getName()))
                .findFirst()
                .map(p -> invalid("parameters." + p.getName(), "a value"));
    }

    /** Whether the template has this parameter. */
    boolean takes(String template, String parameter) {
        RouteTemplateDefinition found = camel.getRouteTemplateDefinition(template);
        return found != null
                && found.getTemplateParameters().stream()
                        .anyMatch(known -> known.getName().equals(parameter));
    }

    /** Opens a route; when that fails nothing of it stays behind. */
    void open(String routeId, String template, Map<String, String> parameters) throws Exception {
        if (camel.getRouteDefinition(routeId) != null) {
            throw new IllegalStateException("Open already: " + routeId);
        }
        if (parameters.containsKey(SECRET)) {
            camel.getRegistry().bind(parameters.get("in") + "." + SECRET, secret(template, parameters));
        }
        try {
            TemplatedRouteBuilder builder =
                    TemplatedRouteBuilder.builder(camel, template).routeId(routeId);
            parameters.forEach(builder::parameter);
            builder.add();
        } catch (Exception failed) {
            close(routeId, DoorLimits.CLOSING);
            throw failed;
        }
    }

    /** What the steps of this template get to see of it. */
    private Object secret(String template, Map<String, String> parameters) {
        Secret secret = new Secret(secrets.resolve(parameters.get(SECRET)));
        if (takes(template, QUEUE)) {
            // A password that everybody can read stops the opening, as that of a mailbox does.
            secret.read();
            return secret;
        }
        if (takes(template, ACCOUNT)) {
            return SftpLogin.of(parameters.getOrDefault(ACCOUNT, ""), secret);
        }
        return takes(template, USER) ? new MailSecret(parameters.getOrDefault(USER, ""), secret) : secret;
    }

    /** Lets what is under way finish, then removes the route. */
    void close(String routeId, Duration patience) throws Exception {
        if (camel.getRoute(routeId) != null || camel.getRouteDefinition(routeId) != null) {
            camel.getRouteController().stopRoute(routeId, patience.toMillis(), TimeUnit.MILLISECONDS);
            camel.removeRoute(routeId);
        }
    }

    /** Where an open route begins. */
    Endpoint entry(String routeId) {
        return camel.getRoute(routeId).getEndpoint();
    }

    int openRoutes() {
        return camel.getRoutesSize();
    }

    private static Problem invalid(String place, String expected) {
        return Problem.at(ProblemCode.CONFIGURATION_INVALID, place).expected(expected);
    }
}
