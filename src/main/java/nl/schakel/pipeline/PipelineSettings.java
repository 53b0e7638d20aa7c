package nl.schakel.pipeline;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the hall.
 *
 * @param streamKey file with the secret that names client streams; made at the first start
 * @param baseUrl where partners reach the FHIR door
 */
@ConfigurationProperties("schakel.pipeline")
record PipelineSettings(Path streamKey, String baseUrl) {}
