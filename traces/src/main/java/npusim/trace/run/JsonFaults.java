package npusim.trace.run;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;

/** Reading of JSON files that may have been damaged: what is missing is noticed at once, and named as the file names it. */
public final class JsonFaults {
    /** Where what does not end began, of which Jackson tells the line among settings of its own. */
    private static final Pattern START = Pattern.compile(" \\(start marker at .*", Pattern.DOTALL);

    private JsonFaults() {}

    /**
     * A mapper that refuses null and what is absent, also in lists and maps. A component that knows what to make of null is
     * marked with {@code @JsonSetter(nulls = Nulls.SET)}.
     */
    public static ObjectMapper strictMapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.setDefaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL));
        return mapper;
    }

    /** What is wrong with a file, for people who do not know the classes that it is read into. */
    public static String describe(JsonProcessingException fault) {
        if (!(fault instanceof JsonMappingException mapping) || fault.getCause() instanceof JsonProcessingException) {
            return START.matcher(fault.getOriginalMessage()).replaceFirst("");
        }
        StringBuilder place = new StringBuilder();
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return place.isEmpty() ? "it holds something else" : "it has no valid " + place;
    }
}
