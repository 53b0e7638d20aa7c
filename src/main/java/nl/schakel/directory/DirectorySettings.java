package nl.schakel.directory;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the directory.
 *
 * @param routes folder with {@code partners}, {@code circles} and {@code channels}
 */
@ConfigurationProperties("schakel.directory")
record DirectorySettings(@DefaultValue("routes") Path routes) {}
