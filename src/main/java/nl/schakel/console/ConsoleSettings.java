package nl.schakel.console;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the console.
 *
 * @param operatorToken file with the bearer token of the API
 * @param operators folder with a token file for each person, {@code <name>.token}
 */
@ConfigurationProperties("schakel.console")
record ConsoleSettings(Path operatorToken, Path operators) {}
