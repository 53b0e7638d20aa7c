package nl.schakel.consent;

import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/**
 * The client's age in whole years, as far as it is known.
 *
 * @param youngest the least it can be
 * @param oldest the most it can be
 */
public record Age(int youngest, int oldest) {
    /** Nothing is known. */
    public static final Age UNKNOWN = new Age(0, 150);

    public Age {
        if (youngest < 0 || oldest < youngest) {
            throw new IllegalArgumentException("An age has a least and a most, from 0");
        }
    }

    public static Age of(int years) {
        return new Age(years, years);
    }

    /**
     * The age on this day of somebody born on {@code born}; unknown when that is no date or lies after the day.
     *
     * @param born {@code 1984}, {@code 1984-05} or {@code 1984-05-17}, as in FHIR
     */
    public static Age at(String born, LocalDate day) {
        try {
            return switch (born.length()) {
                case 4 ->
                    between(
                            Year.parse(born).atDay(1),
                            Year.parse(born).atMonth(12).atEndOfMonth(),
                            day);
                case 7 ->
                    between(
                            YearMonth.parse(born).atDay(1),
                            YearMonth.parse(born).atEndOfMonth(),
                            day);
                default -> between(LocalDate.parse(born), LocalDate.parse(born), day);
            };
        } catch (DateTimeParseException noDate) {
            return UNKNOWN;
        }
    }

    private static Age between(LocalDate first, LocalDate last, LocalDate day) {
        if (first.isAfter(day)) {
            return UNKNOWN;
        }
        int oldest = (int) ChronoUnit.YEARS.between(first, day);
        int youngest = last.isAfter(day) ? 0 : (int) ChronoUnit.YEARS.between(last, day);
        return new Age(youngest, oldest);
    }
}
